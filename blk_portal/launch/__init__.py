"""Starts what a bare machine lacks. Imports no Django: it runs before there is a database to speak to."""
