using PersonaGrain.Conditions;

namespace PersonaGrain.Catalogs.Compilation;

/// <summary>Turns condition documents into conditions and notes what they depend on.</summary>
/// <param name="measures">The tallies.</param>
/// <param name="segments">Segment names to indices.</param>
/// <param name="scores">Score names to indices.</param>
/// <param name="extend">Whether missing tallies are made and kept longer as needed; else they are faults.</param>
internal sealed class ConditionCompiler(
    MeasureTable measures,
    IReadOnlyDictionary<string, int> segments,
    IReadOnlyDictionary<string, int> scores,
    bool extend)
{
    private const int MaximumKept = 100_000;

    /// <summary>What was asked for and is not there.</summary>
    internal List<CatalogFault> Faults { get; } = [];

    /// <summary>Compiles a condition; a faulty part becomes one that never holds, and is noted.</summary>
    internal Condition Compile(ConditionDocument document, string path, Dependencies dependencies) => document switch
    {
        ConditionDocument.All all => new AllCondition(CompileParts(all.Parts, path + ".all", dependencies)),
        ConditionDocument.Any any => new AnyCondition(CompileParts(any.Parts, path + ".any", dependencies)),
        ConditionDocument.Not not => new NotCondition(Compile(not.Part, path + ".not", dependencies)),
        ConditionDocument.Count count => CompileCount(count, path, dependencies),
        ConditionDocument.Sum sum => CompileSum(sum, path, dependencies),
        ConditionDocument.Seen seen => CompileSeen(seen, path, dependencies),
        ConditionDocument.Trait trait => CompileTrait(trait, dependencies),
        ConditionDocument.Score score => CompileScore(score, path, dependencies),
        ConditionDocument.Segment segment => CompileSegment(segment, path, dependencies),
        _ => throw new ArgumentException($"{path}: unknown condition {document.GetType().Name}", nameof(document)),
    };

    private Condition[] CompileParts(IReadOnlyList<ConditionDocument> parts, string path, Dependencies dependencies)
    {
        var compiled = new Condition[parts.Count];
        for (var index = 0; index < compiled.Length; index++)
        {
            compiled[index] = Compile(parts[index], $"{path}[{index}]", dependencies);
        }

        return compiled;
    }

    private Condition CompileCount(ConditionDocument.Count count, string path, Dependencies dependencies)
    {
        if (Slot(count.Source, path, dependencies) is not { } slot)
        {
            return Never();
        }

        var tester = ValueTester.Compile(count.Tests);
        if (count.Within is not { } window)
        {
            return new TotalCondition(slot.Index, tester);
        }

        var kept = WindowCountCondition.Kept(count.Tests);
        if (kept > MaximumKept)
        {
            Faults.Add(new CatalogFault(path, count.Source.Name, $"asks for {kept} occurrences within a window; at most {MaximumKept} are kept: count without a window, or sum instead"));
            return Never();
        }

        if (extend)
        {
            slot.CountKept = Math.Max(slot.CountKept, kept);
        }
        else if (slot.CountKept < kept)
        {
            NotTallied(path, count.Source.Name, $"counts of {kept} within a window");
        }

        return new WindowCountCondition(slot.Index, window, tester, kept);
    }

    private Condition CompileSum(ConditionDocument.Sum sum, string path, Dependencies dependencies)
    {
        if (Slot(sum.Source, path, dependencies) is not { } slot)
        {
            return Never();
        }

        var tester = ValueTester.Compile(sum.Tests);
        if (sum.Within is not { } window)
        {
            return new TotalSumCondition(slot.Index, tester);
        }

        if (extend)
        {
            slot.SumWindow = Math.Max(slot.SumWindow, window.Ticks);
        }
        else if (slot.SumWindow < window.Ticks)
        {
            NotTallied(path, sum.Source.Name, $"sums within {window}");
        }

        return new WindowSumCondition(slot.Index, window, tester);
    }

    private Condition CompileSeen(ConditionDocument.Seen seen, string path, Dependencies dependencies) =>
        Slot(seen.Source, path, dependencies) is { } slot
            ? new SeenCondition(slot.Index, seen.First, new AgeTest(seen.Within, seen.OlderThan))
            : Never();

    private static Condition CompileTrait(ConditionDocument.Trait trait, Dependencies dependencies)
    {
        dependencies.Traits.Add(trait.Name);
        var tester = ValueTester.Compile(trait.Tests);
        return trait.Within is null && trait.OlderThan is null
            ? new TraitCondition(trait.Name, tester)
            : new TraitAgeCondition(trait.Name, tester, new AgeTest(trait.Within, trait.OlderThan));
    }

    private Condition CompileScore(ConditionDocument.Score score, string path, Dependencies dependencies)
    {
        if (!scores.TryGetValue(score.Name, out var index))
        {
            return Unknown(path, score.Name, "score");
        }

        dependencies.Scores.Add(score.Name);
        return new ScoreCondition(index, ValueTester.Compile(score.Tests));
    }

    private Condition CompileSegment(ConditionDocument.Segment segment, string path, Dependencies dependencies)
    {
        if (!segments.TryGetValue(segment.Name, out var index))
        {
            return Unknown(path, segment.Name, "segment");
        }

        dependencies.Segments.Add(segment.Name);
        return new SegmentCondition(index, segment.Is);
    }

    private MeasureSlot? Slot(MeasureReference reference, string path, Dependencies dependencies)
    {
        var slot = measures.Find(reference, extend);
        if (slot is not null)
        {
            dependencies.Slots.Add(slot.Index);
        }
        else if (measures.Find(reference.Name) is null)
        {
            Unknown(path, reference.Name, "measure or signal type");
        }
        else
        {
            NotTallied(path, reference.Name, "this filter");
        }

        return slot;
    }

    private AnyCondition Unknown(string path, string name, string kind)
    {
        Faults.Add(new CatalogFault(path, name, $"the catalog has no {kind} of this name; add one, or name one that it has"));
        return Never();
    }

    private void NotTallied(string path, string name, string what) =>
        Faults.Add(new CatalogFault(path, name, $"profiles do not tally {what}; add a measure and a segment that use it to the catalog"));

    private static AnyCondition Never() => new AnyCondition([]);
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
}
