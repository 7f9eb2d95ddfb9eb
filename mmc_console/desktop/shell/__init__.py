"""The one window around every page: top bar, banner, key bar, toasts, drawer, palette, keys. Knows no queue."""
