"""Fair access and other panels: meetings, referrals, packs, decisions and minutes."""
