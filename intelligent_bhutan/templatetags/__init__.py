"""What templates may load: `icons`, `dzongkha` (digits, dates, texts that fall back), `navigation`."""
