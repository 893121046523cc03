using PersonaGrain.Grid;
using PersonaGrain.Indexing;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Listing;

/// <summary>One row of a list.</summary>
/// <param name="Profile">The person, or account.</param>
/// <param name="Values">What it has of each field of the <see cref="RowShape"/>; none where no field was asked for.</param>
public sealed record ProfileRow(ProfileId Profile, IReadOnlyList<AttributeValue> Values)
{
    /// <summary>Its membership of the segment whose members are listed.</summary>
    public Membership? Membership { get; init; }

    /// <summary>The value that it is sorted by, as the index has it.</summary>
    public AttributeValue Value { get; init; }

    /// <summary>Those of its fields that are not exact, and how exact each is; see <see cref="ProfileField.AccuracyOf(ProfileView)"/>.</summary>
    public IReadOnlyList<(string Field, string Accuracy)> Inexact { get; init; } = [];

    /// <summary>Why it is a member; null where that was not asked for, or it is none any more.</summary>
    public string? Reason { get; init; }
}

/// <summary>One of whom a row is to be made: as a list of members, or a search, gives it.</summary>
/// <param name="Profile">The person, or account.</param>
/// <param name="Membership">Its membership; null where it was found by a search.</param>
/// <param name="Value">The value that it is sorted by.</param>
public readonly record struct ListedProfile(ProfileId Profile, Membership? Membership, AttributeValue Value)
{
    /// <summary>A member.</summary>
    public static ListedProfile Of(string segment, Member member) => new(member.Profile, new Membership(segment, member.Since, member.Version), default);

    /// <summary>One that was found.</summary>
    public static ListedProfile Of(FoundProfile found) => new(found.Profile, null, found.Value);
}
