namespace PersonaGrain.Identities.Rules;

/// <summary>A page of the people who have several identities, in an order that stays.</summary>
/// <param name="People">The people. One that is joined or parted meanwhile may be missing.</param>
/// <param name="Next">Where to go on; null at the end. A page without people may have one.</param>
/// <param name="PassedOver">How many could not be read, since what is stored of them is damaged.</param>
public sealed record JoinedPage(IReadOnlyList<JoinedPerson> People, string? Next, int PassedOver)
{
    /// <summary>The most people that are looked at in one page.</summary>
    public const int Maximum = 1_000;

    /// <summary>What an engine throws where it did not give a cursor out.</summary>
    public static FormatException UnknownCursor() => new("the cursor is not one that this grid gave out");
}

/// <summary>A person who has several identities.</summary>
/// <param name="Person">The person.</param>
/// <param name="Position">Where to go on after it.</param>
public sealed record JoinedPerson(PersonView Person, string Position);
