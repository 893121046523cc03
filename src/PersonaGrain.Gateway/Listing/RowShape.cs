namespace PersonaGrain.Gateway.Listing;

/// <summary>What the rows of a list have.</summary>
/// <param name="Segment">The segment whose members they are; null for whoever was found.</param>
/// <param name="Fields">The fields that were asked for.</param>
public sealed record RowShape(string? Segment, IReadOnlyList<ProfileField> Fields)
{
    /// <summary>Whether each has the value that it is sorted by.</summary>
    public bool IsSorted { get; init; }

    /// <summary>Whether members say why they are.</summary>
    public bool HasReasons { get; init; }

    /// <summary>Whether they are what was found, with no more than that; else the members of the segment, each with its membership.</summary>
    public bool IsSearch { get; init; }

    /// <summary>The segment whose members are left out; null where nobody is.</summary>
    public string? Without { get; init; }

    /// <summary>What the profile's id is called.</summary>
    internal string IdName => IsSearch ? "id" : "profile";

    /// <summary>Whether the profiles themselves have to be read. Of members that are sorted it is not known otherwise since when they are, and of whoever was found not who is a member.</summary>
    public bool NeedsProfiles => Fields.Count > 0 || HasReasons || Without is not null || (IsSorted && !IsSearch);
}
