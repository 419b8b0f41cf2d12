"""What people decide about links: how it is kept, and how it wins over the machine."""
