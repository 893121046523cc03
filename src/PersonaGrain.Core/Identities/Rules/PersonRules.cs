using PersonaGrain.Signals;

namespace PersonaGrain.Identities.Rules;

/// <summary>Which identities of a person the rules of a catalog speak against. Pure.</summary>
/// <remarks>
/// <para>A join that names a blocked value, or that a signal made with a kind that signals do not join, is one that should not be. Whoever came to the person
/// by way of it offends with it; the identity that holds the person never does.</para>
/// <para>Of the others, of users whom signals made one the first stays; of a kind with too many those that came last are the surplus: whoever was here first
/// stays. What a request joined although signals may not is told, and stays.</para>
/// <para>They are in the order in which they are to be given back: taking away the first leaves what is said of the others as it is.</para>
/// </remarks>
public static class PersonRules
{
    /// <summary>The offenders of a person, each once; none where it has one identity. O(identities).</summary>
    public static IReadOnlyList<Offender> Offenders(PersonView person, IdentityKinds kinds)
    {
        ArgumentNullException.ThrowIfNull(person);
        ArgumentNullException.ThrowIfNull(kinds);
        return person.Links.Count == 0 ? [] : new Ruling(person, kinds).Offenders();
    }

    /// <summary>The rule for which an identity is to be given back; null where it is not.</summary>
    internal static IdentityRule? RuleAgainst(ProfileId identity, PersonView person, IdentityKinds kinds)
    {
        foreach (var offender in Offenders(person, kinds))
        {
            if (offender.Identity == identity && offender.Remedy == OffenderRemedy.Unlink)
            {
                return offender.Rule;
            }
        }

        return null;
    }
}
