using PersonaGrain.Documents;

namespace PersonaGrain.Catalogs;

/// <summary>How large a catalog may be. Each bound keeps the cost of one profile, or of reading the catalog, in hand.</summary>
public static class CatalogLimits
{
    /// <summary>Bytes of the whole JSON text, as written and in its canonical form: 1 MiB.</summary>
    public const int Bytes = DocumentLimits.Bytes;

    /// <summary>Levels of JSON nesting.</summary>
    public const int Depth = DocumentLimits.Depth;

    /// <summary>Levels of conditions inside conditions.</summary>
    public const int ConditionDepth = 10;

    /// <summary>Declared signal types.</summary>
    public const int Signals = 1_000;

    /// <summary>Declared attributes of one signal type.</summary>
    public const int Attributes = 255;

    /// <summary>Traits, declared and computed.</summary>
    public const int Traits = 1_000;

    /// <summary>Computed traits: each costs a profile memory, and each of its signals time.</summary>
    public const int ComputedTraits = 100;

    /// <summary>The most values within the window of a computed trait that a profile can be made to keep.</summary>
    public const int Keep = 10_000;

    /// <summary>The most values that a list of the newest ones can have.</summary>
    public const int NewestValues = 1_000;

    /// <summary>Traits and scores that are indexed, of people and of accounts each: every one costs a row for each profile, and one for each change of a value.</summary>
    public const int IndexedFields = 20;

    /// <summary>Named measures.</summary>
    public const int Measures = 500;

    /// <summary>Scores.</summary>
    public const int Scores = 100;

    /// <summary>Weights of one score that are learned.</summary>
    public const int LearnedWeights = 32;

    /// <summary>Traits whose values a look-alike compares.</summary>
    internal const int ComparedTraits = 16;

    /// <summary>The shortest horizon within which an outcome is looked for.</summary>
    public static readonly TimeSpan ShortestHorizon = TimeSpan.FromMinutes(1);

    /// <summary>The longest one.</summary>
    public static readonly TimeSpan LongestHorizon = TimeSpan.FromDays(365);

    /// <summary>Segments.</summary>
    public const int Segments = 200;

    /// <summary>Triggers.</summary>
    public const int Triggers = 100;

    /// <summary>Kinds of identities.</summary>
    public const int Identities = 20;

    /// <summary>Characters of the name of a kind of identities.</summary>
    public const int IdentityNameLength = 32;

    /// <summary>The greatest priority of a kind of identities; the least is 0.</summary>
    public const int IdentityPriority = 100;

    /// <summary>The most identities of one kind that one person may be given.</summary>
    public const int IdentityLimit = 1_000;

    /// <summary>Blocked values of one kind of identities.</summary>
    public const int BlockedIdentities = 1_000;

    /// <summary>Characters of a name.</summary>
    public const int NameLength = 100;

    /// <summary>Characters of a text operand, a regular expression or a description.</summary>
    public const int TextLength = DocumentLimits.TextLength;

    /// <summary>Operands of <c>in</c>, <c>hasAny</c> and their kind.</summary>
    public const int Operands = 1_000;

    /// <summary>The greatest count that a condition may ask for: a profile keeps that many occurrence times.</summary>
    public const int Count = 1_000;

    /// <summary>The most periods that a condition may look back at; and the most times that a gap fits into the window in which it may end.</summary>
    public const int Periods = 366;

    /// <summary>The shortest period, and the shortest gap between two occurrences, that a condition may ask about.</summary>
    public static readonly TimeSpan ShortestPeriod = TimeSpan.FromMinutes(1);

    /// <summary>Different patterns of how occurrences follow each other that conditions ask for: each costs a profile memory, and its signals time.</summary>
    public const int Patterns = 100;

    /// <summary>Sequences that conditions ask for: each costs a profile memory, and the signals of its steps time.</summary>
    public const int Sequences = 100;

    /// <summary>Steps of a sequence.</summary>
    public const int SequenceSteps = 8;

    /// <summary>The most signals of the steps of a sequence that a profile can be made to keep.</summary>
    public const int SequenceKeep = 4_096;

    /// <summary>The longest time that a sequence may take, and the longest that a condition may look back for one.</summary>
    public static readonly TimeSpan SequenceWithin = TimeSpan.FromDays(366);

    /// <summary>The greatest weight, addition or priority, either sign.</summary>
    public const double Weight = 1_000_000;

    /// <summary>The least saturation of a measure: amounts are exact to millionths.</summary>
    public const double LeastSaturation = 1e-6;

    /// <summary>The greatest saturation of a measure: as much as the greatest value of a signal.</summary>
    public const double Saturation = 1e12;

    /// <summary>The most people that a condition may ask for by rank.</summary>
    public const int Rank = 1_000_000_000;

    /// <summary>The greatest sum that a condition may ask for, either sign.</summary>
    public const double Sum = 1e15;

    /// <summary>Faults that are listed; a catalog with more has one last fault that says so.</summary>
    public const int Faults = DocumentLimits.Faults;
}
