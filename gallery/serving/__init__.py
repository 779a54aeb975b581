"""What the server does besides the pages: files, headers, addresses, and what is refused or fails."""
