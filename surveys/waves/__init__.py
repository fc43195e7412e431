"""The life of a wave beyond its rows: who will be asked, letters and reminders, the wall, the class, the printer."""
