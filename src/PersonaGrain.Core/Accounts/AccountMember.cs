using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Accounts;

/// <summary>A person that belongs to an account, as the account knows it.</summary>
/// <param name="Person">The person's key.</param>
/// <param name="Role">What the person is to the account; empty where no signal said.</param>
/// <param name="Since">The time of the newest signal that says so.</param>
/// <param name="LastSeen">The time of the person's newest signal.</param>
/// <param name="Segments">The segments that the person is in.</param>
public sealed record AccountMember(ProfileId Person, string Role, Instant Since, Instant LastSeen, IReadOnlyList<string> Segments);
