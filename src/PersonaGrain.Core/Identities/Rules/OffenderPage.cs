namespace PersonaGrain.Identities.Rules;

/// <summary>A page of a look for offenders.</summary>
/// <param name="Offenders">Those of the people of the page; of one person in the order in which they are to be given back.</param>
/// <param name="People">How many people of several identities were looked at.</param>
/// <param name="Next">Where to go on; null at the end.</param>
public sealed record OffenderPage(IReadOnlyList<Offender> Offenders, int People, string? Next)
{
    /// <summary>People who could not be read, since what is stored of them is damaged: nothing is known of their offenders.</summary>
    /// <remarks>0 where a page ends early, since the next one begins among the same people.</remarks>
    public int PassedOver { get; init; }
}
