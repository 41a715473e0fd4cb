"""Lists as officers work with them: filters that are kept, exports in chosen columns, and lists on paper."""
