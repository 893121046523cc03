using System.Globalization;
using PersonaGrain.Signals;

namespace PersonaGrain.Grid;

/// <summary>What kind of thing changed an actor. Values are stored: explicit and append-only.</summary>
public enum CauseKind : byte
{
    /// <summary>Not recorded: written by a version that kept no causes.</summary>
    Unrecorded = 0,

    /// <summary>A signal; the reference is its message id.</summary>
    Signal = 1,

    /// <summary>Time alone.</summary>
    Clock = 2,

    /// <summary>A catalog; the reference is its version.</summary>
    Catalog = 3,

    /// <summary>A publication of what the population says; the reference is its number.</summary>
    Population = 4,

    /// <summary>Two profiles became one, or one became two again; the reference is the join.</summary>
    Merge = 5,

    /// <summary>Imported history.</summary>
    Import = 6,

    /// <summary>An erasure.</summary>
    Erasure = 7,

    /// <summary>A member of an account came, changed or left; the reference is the member.</summary>
    Member = 8,

    /// <summary>An account of the person changed; the reference is the account's key.</summary>
    Account = 9,
}

/// <summary>Why something happened.</summary>
/// <param name="Kind">What kind of thing it was.</param>
/// <param name="Reference">Which one, where the kind says so; else null.</param>
public readonly record struct Cause(CauseKind Kind, string? Reference = null)
{
    /// <summary>Time alone.</summary>
    public static readonly Cause Clock = new(CauseKind.Clock);

    /// <summary>Imported history.</summary>
    public static readonly Cause Import = new(CauseKind.Import);

    /// <summary>A signal of this message id.</summary>
    public static Cause OfSignal(string id) => new(CauseKind.Signal, id);

    /// <summary>A catalog of this version.</summary>
    public static Cause OfCatalog(int version) => new(CauseKind.Catalog, version.ToString(CultureInfo.InvariantCulture));

    /// <summary>A join or its undoing.</summary>
    public static Cause OfMerge(string join) => new(CauseKind.Merge, join);

    /// <summary>A member of an account.</summary>
    public static Cause OfMember(ProfileId member) => new(CauseKind.Member, member.Value);

    /// <summary>An account of the person.</summary>
    public static Cause OfAccount(ProfileId account) => new(CauseKind.Account, account.Value);

    /// <summary>The publication of this number.</summary>
    public static Cause OfPopulation(long number) => new(CauseKind.Population, number.ToString(CultureInfo.InvariantCulture));
}
