using PersonaGrain.Catalogs;
using PersonaGrain.Signals;

namespace PersonaGrain.Indexing;

/// <summary>Whom to look for among people, or accounts, and in which order.</summary>
public sealed record ProfileSearch
{
    /// <summary>The greatest page.</summary>
    public const int MaximumLimit = 1_000;

    /// <summary>The most tests.</summary>
    public const int MaximumTests = 10;

    /// <summary>The indexed field to sort by, see <see cref="IndexedField.Name"/>: who has no value in it is not found; null where the order does not matter, and a test says whom to look for.</summary>
    public string? SortBy { get; init; }

    /// <summary>The greatest first.</summary>
    public bool Descending { get; init; } = true;

    /// <summary>Only members of this segment; null for all.</summary>
    public string? Segment { get; init; }

    /// <summary>What must hold of indexed fields, all of it.</summary>
    public IReadOnlyList<FieldTest> Where { get; init; } = [];

    /// <summary>
    /// How an identity begins: its kind, a colon, and at least one character (of a user's plain id the kind may be left out). Then nothing else is asked, the order is that
    /// of the identities, and the value of each that is found is the identity; a person is found once for each of its identities that begins so. Null for a search of the index.
    /// </summary>
    public string? Identity { get; init; }

    /// <summary>Accounts, and not people.</summary>
    public bool OfAccounts { get; init; }

    /// <summary>Null for the first page, else <see cref="ProfilePage.Next"/> of the page before.</summary>
    public string? Cursor { get; init; }

    /// <summary>1 to <see cref="MaximumLimit"/>.</summary>
    public int Limit { get; init; } = 100;
}

/// <summary>What must hold of an indexed field.</summary>
/// <param name="Field">See <see cref="IndexedField.Name"/>.</param>
/// <param name="Tests">All must hold, as in a catalog: who has no value passes tests that absence passes. Of a text beyond <see cref="SortKey.TextBytes"/> bytes only these are searched by <c>contains</c>, and <c>endsWith</c> and <c>matches</c> do not find it.</param>
public sealed record FieldTest(string Field, IReadOnlyList<ValueTest> Tests);

/// <summary>The answer to a search: a <see cref="ProfilePage"/>, or why there is none.</summary>
public abstract record SearchResult;

/// <summary>A page of those that were found.</summary>
/// <param name="Profiles">In order. A page may have fewer than were asked for, or none, and others follow: it looks at so many only.</param>
/// <param name="Next">The cursor of the next page; null at the end.</param>
/// <param name="Error">How many points the scores that were sorted and tested by may lie from those now, and so how far the order, and who passes, may be off; 0 where none was.</param>
/// <param name="IsComplete">False while profiles still come to the catalog in force: those that have not may be missing.</param>
public sealed record ProfilePage(IReadOnlyList<FoundProfile> Profiles, string? Next, double Error, bool IsComplete) : SearchResult;

/// <summary>One that was found.</summary>
/// <param name="Profile">The person, or account.</param>
/// <param name="Value">Its value in the sorted field.</param>
public readonly record struct FoundProfile(ProfileId Profile, AttributeValue Value);

/// <summary>A search that can not be answered.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Name">The segment or field at fault; empty where it is none.</param>
/// <param name="Message">What to do.</param>
public sealed record SearchRefused(SearchFault Kind, string Name, string Message) : SearchResult;

/// <summary>Why a search can not be answered.</summary>
public enum SearchFault
{
    /// <summary>The catalog has no such segment of those that are looked for.</summary>
    UnknownSegment,

    /// <summary>There is no such trait or score, or the catalog does not index it.</summary>
    NotIndexed,

    /// <summary>It says neither by what to sort nor what to look for.</summary>
    NothingAsked,

    /// <summary>The cursor is not one of a search that this grid gave out.</summary>
    InvalidCursor,

    /// <summary>No identity can be found by how it begins as it was asked.</summary>
    InvalidIdentity,
}
