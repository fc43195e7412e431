"""What was answered, as files: XLSX, CSV and SPSS, at once or as a job."""
