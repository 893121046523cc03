using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Accounts;

/// <summary>What a request made of a person and an account.</summary>
/// <param name="Account">The account's key.</param>
/// <param name="Person">The key that the person is kept under.</param>
/// <param name="Role">What the person is to the account; empty where nobody said.</param>
/// <param name="Status"><c>added</c>, <c>changed</c> (the role), <c>unchanged</c> or <c>removed</c>.</param>
public sealed record MembershipChange(ProfileId Account, ProfileId Person, string Role, string Status);
