"""People who work here, from the invitation to the last day. It crosses apps, so it lives on the top floor."""
