using PersonaGrain.Conditions;
using PersonaGrain.Documents;
using PersonaGrain.Profiles.Computed;
using PersonaGrain.Signals;

namespace PersonaGrain.Catalogs.Compilation;

/// <summary>Turns condition documents into conditions and notes what they depend on.</summary>
/// <param name="measures">The tallies.</param>
/// <param name="segments">Segment names to indices.</param>
/// <param name="scores">Score names to indices.</param>
/// <param name="computed">The computed traits by name.</param>
/// <param name="extend">Whether missing tallies are made and kept longer as needed; else they are faults.</param>
internal sealed class ConditionCompiler(
    MeasureTable measures,
    IReadOnlyDictionary<string, int> segments,
    IReadOnlyDictionary<string, int> scores,
    IReadOnlyDictionary<string, ComputedTrait> computed,
    bool extend)
{
    /// <summary>What was asked for and is not there.</summary>
    internal List<DocumentFault> Faults { get; } = [];

    /// <summary>Whether missing tallies are made and kept longer as needed; else they are faults.</summary>
    internal bool Extends => extend;

    /// <summary>Whether people know of their accounts; only where conditions of the catalog ask about those.</summary>
    internal bool KnowsAccounts { get; init; }

    /// <summary>The traits of accounts that people know, since conditions of the catalog ask for them.</summary>
    internal HashSet<string> AccountTraits { get; init; } = new(StringComparer.Ordinal);

    /// <summary>What is kept for conditions on how occurrences follow each other.</summary>
    internal required OccurrencePatterns Patterns { get; init; }

    /// <summary>The cuts of scores that the population is asked for.</summary>
    internal required ScoreCuts Cuts { get; init; }

    /// <summary>A computed trait; null where none has this name.</summary>
    internal ComputedTrait? Computed(string name) => computed.GetValueOrDefault(name);

    /// <summary>Compiles a condition; a faulty part becomes one that never holds, and is noted.</summary>
    internal Condition Compile(ConditionDocument document, string path, Dependencies dependencies) =>
        document.Accept(new ConditionCompilation(this, path, dependencies));

    /// <summary>The index of a score, or null where the catalog has none of this name, which is noted.</summary>
    internal int? Score(string name, string path) => scores.TryGetValue(name, out var index) ? index : Unknown(path, name, "score");

    /// <summary>The index of a segment, or null where the catalog has none of this name, which is noted.</summary>
    internal int? Segment(string name, string path) => segments.TryGetValue(name, out var index) ? index : Unknown(path, name, "segment");

    /// <summary>The place of a cut among those of its score, or null where the population is not asked for it, which is noted.</summary>
    internal int? Cut(ScoreCut cut, string path)
    {
        if (Cuts.Find(cut) is >= 0 and var index)
        {
            return index;
        }

        Faults.Add(new DocumentFault(path, cut.Score, "people are not counted by this percentile or rank; add a segment that asks for it to the catalog, and ask for that segment here"));
        return null;
    }

    /// <summary>The tally of a measure, or null where there is none, which is noted.</summary>
    internal MeasureSlot? Slot(MeasureReference reference, string path)
    {
        var slot = measures.Find(reference, extend);
        if (slot is not null)
        {
            return slot;
        }

        NotFound(reference, path, "this filter");
        return null;
    }

    /// <summary>What is kept for a pattern of a measure's occurrences, or null where nothing is, which is noted.</summary>
    internal PatternTrait? Pattern(MeasureReference reference, OccurrencePattern pattern, string path)
    {
        var found = Patterns.Find(reference, pattern, extend);
        if (found is null)
        {
            NotFound(reference, path, "this behaviour");
        }

        return found;
    }

    /// <summary>The tally of a sequence, or null where there is none, which is noted.</summary>
    /// <param name="condition">The sequence.</param>
    /// <param name="parts">The tallies of its steps, then that of what does not occur in between.</param>
    /// <param name="path">Where it stands.</param>
    internal SequenceShape? Sequence(ConditionDocument.Sequence condition, MeasureSlot[] parts, string path)
    {
        DeclaredType?[] types = [.. SequenceTable.Parts(condition).Select(part => condition.Equal is null ? null : measures.Identify(part)!.TypeOf(condition.Equal))];
        var shape = measures.Sequences.Find(condition, parts, types, extend);
        if (shape is null)
        {
            Faults.Add(new DocumentFault(path, null, "profiles do not keep this sequence; add a segment that asks for it to the catalog, and ask for that segment here"));
        }

        return shape;
    }

    /// <summary>Notes that profiles do not keep what a condition asks for.</summary>
    internal void NotTallied(string path, string name, string what) =>
        Faults.Add(new DocumentFault(path, name, $"profiles do not tally {what}; add a measure and a segment that use it to the catalog"));

    private void NotFound(MeasureReference reference, string path, string what)
    {
        if (measures.Find(reference.Name) is null)
        {
            Unknown(path, reference.Name, "measure or signal type");
        }
        else
        {
            NotTallied(path, reference.Name, what);
        }
    }

    private int? Unknown(string path, string name, string kind)
    {
        Faults.Add(new DocumentFault(path, name, $"the catalog has no {kind} of this name; add one, or name one that it has"));
        return null;
    }
}

/// <summary>What a condition reads.</summary>
internal sealed class Dependencies
{
    /// <summary>Tally slots.</summary>
    internal HashSet<int> Slots { get; } = [];

    /// <summary>Trait names.</summary>
    internal HashSet<string> Traits { get; } = [];

    /// <summary>Score names.</summary>
    internal HashSet<string> Scores { get; } = [];

    /// <summary>Segment names.</summary>
    internal HashSet<string> Segments { get; } = [];

    /// <summary>Whether accounts of the person.</summary>
    internal bool Accounts { get; set; }
}
