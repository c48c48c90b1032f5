def pay(principal, rate, payment):
    """Gives (interest, principal, balance) of each month until nothing is left."""
    months = []
    while principal > 0.005:
        interest = principal * rate
        paid = min(payment - interest, principal)
        principal -= paid
        months.append((interest, paid, principal))
    return months


principal, rate, count = 84_000, 0.039 / 12, 12 * 12
payment = principal * rate / (1 - (1 + rate) ** -count)
plan, faster = pay(principal, rate, payment), pay(principal, rate, payment + 150)
total, less = (sum(interest for interest, _, _ in months) for months in (plan, faster))
print(f"payment {payment:.2f}, interest {total:.2f} in {len(plan)} months")
for month, (interest, paid, balance) in enumerate(plan[:6], 1):
    print(f"{month} {payment:9.2f} {interest:9.2f} {paid:9.2f} {balance:12.2f}")
print(f"with 150 more: {total - less:.2f} less interest, {len(plan) - len(faster)} months sooner")
