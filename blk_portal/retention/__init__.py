"""What has been kept long enough goes: rules are rows (audit.RetentionRule), what each does stands here.

`handlers` says what is due and destroys it, `engine` runs the rules once a day in batches, `views` shows what would
go now.
"""
