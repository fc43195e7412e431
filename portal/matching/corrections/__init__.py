"""Corrections of both bases, in spring and in autumn: who stays, whose words change, who leaves (MTEE-5, MENT-7)."""
