using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Accounts;

/// <summary>What a person is to an account.</summary>
/// <param name="Account">The account's key.</param>
/// <param name="Role">What the person is to it; empty where no signal said.</param>
/// <param name="At">When the newest signal said so.</param>
/// <param name="IsLeft">Whether the person belongs to it no longer.</param>
public readonly record struct Belonging(ProfileId Account, string Role, Instant At, bool IsLeft);
