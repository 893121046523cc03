using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Accounts;

/// <summary>What a person is to an account.</summary>
/// <param name="Account">The account's key.</param>
/// <param name="Role">What the person is to it; empty where no signal said.</param>
/// <param name="At">When the newest signal said so.</param>
/// <param name="IsLeft">Whether the person belongs to it no longer.</param>
public readonly record struct Belonging(ProfileId Account, string Role, Instant At, bool IsLeft)
{
    /// <summary>What follows from another signal of the same account: the newer one counts, and one without a role does not take one away.</summary>
    internal Belonging Then(in Belonging said) =>
        said.At < At ? this
        : said.Role.Length == 0 && !said.IsLeft ? said with { Role = Role }
        : said;

    /// <summary>What follows from signals of one account, in the order in which they came.</summary>
    internal static Belonging? Fold(Belonging? before, IReadOnlyList<Belonging> said)
    {
        foreach (var one in said)
        {
            before = before is { } known ? known.Then(one) : one;
        }

        return before;
    }
}
