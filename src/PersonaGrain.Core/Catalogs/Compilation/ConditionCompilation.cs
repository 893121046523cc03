using PersonaGrain.Conditions.Accounts;
using PersonaGrain.Conditions.Behavior;
using PersonaGrain.Conditions.Logic;
using PersonaGrain.Conditions.Occurrences;
using PersonaGrain.Conditions.Scores;
using PersonaGrain.Conditions.Segments;
using PersonaGrain.Conditions.Sequences;
using PersonaGrain.Conditions.Traits;
using PersonaGrain.Conditions;
using PersonaGrain.Documents;
using PersonaGrain.Profiles.Computed;
using PersonaGrain.Profiles.Computed.Purchases;
using PersonaGrain.Signals;

namespace PersonaGrain.Catalogs.Compilation;

/// <summary>Compiles the condition that stands at one path.</summary>
/// <param name="compiler">What it is compiled against, and where its faults go.</param>
/// <param name="path">Its JSON path.</param>
/// <param name="dependencies">Takes what it reads.</param>
internal sealed class ConditionCompilation(ConditionCompiler compiler, string path, Dependencies dependencies) : IConditionVisitor<Condition>
{
    private const int MaximumKept = 100_000;

    public Condition Visit(ConditionDocument.All condition) => new AllCondition(Parts(condition.Parts, path + ".all"));

    public Condition Visit(ConditionDocument.Any condition) => new AnyCondition(Parts(condition.Parts, path + ".any"));

    public Condition Visit(ConditionDocument.Not condition) => new NotCondition(compiler.Compile(condition.Part, path + ".not", dependencies));

    public Condition Visit(ConditionDocument.Count condition)
    {
        if (Slot(condition.Source) is not { } slot)
        {
            return Never();
        }

        var tester = ValueTester.Compile(condition.Tests);
        if (condition.Within is not { } window)
        {
            return new TotalCondition(slot.Index, tester);
        }

        var kept = WindowCountCondition.Kept(condition.Tests);
        if (kept > MaximumKept)
        {
            compiler.Faults.Add(new DocumentFault(
                path,
                condition.Source.Name,
                $"asks for {kept} occurrences within a window; at most {MaximumKept} are kept: count without a window, or sum instead"));
            return Never();
        }

        if (compiler.Extends)
        {
            slot.CountKept = Math.Max(slot.CountKept, kept);
        }
        else if (slot.CountKept < kept)
        {
            compiler.NotTallied(path, condition.Source.Name, $"counts of {kept} within a window");
        }

        return new WindowCountCondition(slot.Index, window, condition.Tests);
    }

    public Condition Visit(ConditionDocument.Sum condition)
    {
        if (Slot(condition.Source) is not { } slot)
        {
            return Never();
        }

        var tester = ValueTester.Compile(condition.Tests);
        if (condition.Within is not { } window)
        {
            return new TotalSumCondition(slot.Index, tester);
        }

        if (compiler.Extends)
        {
            slot.SumWindow = Math.Max(slot.SumWindow, window.Ticks);
        }
        else if (slot.SumWindow < window.Ticks)
        {
            compiler.NotTallied(path, condition.Source.Name, $"sums within {window}");
        }

        return new WindowSumCondition(slot.Index, window, tester);
    }

    public Condition Visit(ConditionDocument.Seen condition) =>
        Slot(condition.Source) is { } slot
            ? new SeenCondition(slot.Index, condition.First, new AgeTest(condition.Within, condition.OlderThan))
            : Never();

    public Condition Visit(ConditionDocument.Regularly condition) =>
        Pattern(condition.Source, OccurrencePattern.Regularly(condition.Of, condition.Every)) is { } pattern
            ? new RegularlyCondition(pattern, condition.AtLeast)
            : Never();

    public Condition Visit(ConditionDocument.Stopped condition)
    {
        // The last occurrence is older than the newer window, so whatever the whole window holds lies in its older part.
        var isOver = Visit(new ConditionDocument.Seen(condition.Source, First: false, condition.Within, condition.For));
        var often = new ValueTest(ValueOperator.AtLeast, [AttributeValue.Of((double)condition.AtLeast)]);
        return condition.AtLeast == 1 ? isOver : new AllCondition([isOver, Visit(new ConditionDocument.Count(condition.Source, [often], condition.Within))]);
    }

    public Condition Visit(ConditionDocument.Restarted condition) =>
        Pattern(condition.Source, OccurrencePattern.Restarted(condition.After, condition.Within)) is { } pattern
            ? new RestartedCondition(pattern, new AgeTest(condition.Within, null))
            : Never();

    public Condition Visit(ConditionDocument.Trait condition)
    {
        dependencies.Traits.Add(condition.Name);
        var tester = ValueTester.Compile(condition.Tests);
        var date = condition.Within is null && condition.OlderThan is null ? null : new DateAgeTest(condition.Within, condition.OlderThan);
        return Trait(condition.Name, tester, date);
    }

    public Condition Visit(ConditionDocument.NotSince condition) =>
        (Slot(condition.Source), Slot(condition.Other)) is ({ } slot, { } other)
            ? new NotSinceCondition(slot.Index, other.Index, new AgeTest(condition.Within, condition.OlderThan))
            : Never();

    public Condition Visit(ConditionDocument.Sequence condition)
    {
        MeasureSlot?[] parts = [.. SequenceTable.Parts(condition).Select(Slot)];
        return !parts.Contains(null) && compiler.Sequence(condition, [.. parts.OfType<MeasureSlot>()], path) is { } shape
            ? new SequenceCondition(shape, condition.Tests)
            : Never();
    }

    public Condition Visit(ConditionDocument.TraitDate condition)
    {
        dependencies.Traits.Add(condition.Name);
        var span = condition.Window.Span;
        DateTest test = condition.Window.Kind switch
        {
            DateWindowKind.Next => new DateAheadTest(span),
            DateWindowKind.NextAnniversary => new AnniversaryTest(before: span, after: TimeSpan.FromDays(1)),
            _ => new AnniversaryTest(before: TimeSpan.Zero, after: span),
        };
        return Trait(condition.Name, ValueTester.Compile(condition.Tests), test);
    }

    public Condition Visit(ConditionDocument.TraitElement condition)
    {
        // Any member tells how many objects there are.
        dependencies.Traits.Add(condition.Name + ".");
        return new TraitElementCondition(new ElementTester(condition.Name, condition.Members, SignalReading.AsSent));
    }

    public Condition Visit(ConditionDocument.Score condition)
    {
        if (compiler.Score(condition.Name, path) is not { } index)
        {
            return Never();
        }

        dependencies.Scores.Add(condition.Name);
        return new ScoreCondition(index, ValueTester.Compile(condition.Tests));
    }

    public Condition Visit(ConditionDocument.Standing condition)
    {
        if (compiler.Score(condition.Name, path) is not { } index)
        {
            return Never();
        }

        dependencies.Scores.Add(condition.Name);
        var (from, below) = (Cut(condition, condition.From), Cut(condition, condition.Below));
        return from is null || below is null ? Never() : new StandingCondition(index, from.Value, below.Value, condition.Kind == CutKind.Scored);
    }

    public Condition Visit(ConditionDocument.Account condition)
    {
        dependencies.Accounts = true;
        if (!compiler.KnowsAccounts)
        {
            compiler.Faults.Add(new DocumentFault(path, null, "people know nothing of their accounts, since no condition of the catalog asks; add a segment that does, and ask for that segment here"));
            return Never();
        }

        if (condition.Part is ConditionDocument.Segment segment)
        {
            return new AccountSegmentCondition(segment.Name, segment.Is, condition.Role);
        }

        var trait = (ConditionDocument.Trait)condition.Part;
        if (compiler.Extends)
        {
            compiler.AccountTraits.Add(trait.Name);
        }
        else if (!compiler.AccountTraits.Contains(trait.Name))
        {
            compiler.Faults.Add(new DocumentFault(path, trait.Name, "people do not know this trait of their accounts; ask for it in a segment of the catalog, and for that segment here"));
        }

        return new AccountTraitCondition(trait.Name, ValueTester.Compile(trait.Tests), condition.Role);
    }

    public Condition Visit(ConditionDocument.Segment condition)
    {
        if (compiler.Segment(condition.Name, path) is not { } index)
        {
            return Never();
        }

        dependencies.Segments.Add(condition.Name);
        return new SegmentCondition(index, condition.Is);
    }

    private Condition Trait(string name, ValueTester tester, DateTest? date) =>
        compiler.Computed(name) is PredictionTrait prediction ? new PredictionCondition(prediction, tester)
        : compiler.Computed(name) is NextPurchaseTrait next ? NextPurchase(next, tester, date as DateAheadTest)
        : compiler.Computed(name) is { } computed ? new ComputedTraitCondition(computed, tester, date)
        : date is null ? new TraitCondition(name, tester)
        : new TraitDateCondition(name, tester, date);

    private static Condition NextPurchase(NextPurchaseTrait trait, ValueTester tester, DateAheadTest? ahead)
    {
        var date = new NextPurchaseDateCondition(trait, tester, tester.Bounds);
        return ahead is null ? date : new AllCondition([date, new NextPurchaseWaitCondition(trait, ahead.Next)]);
    }

    private Condition[] Parts(IReadOnlyList<ConditionDocument> parts, string list)
    {
        var compiled = new Condition[parts.Count];
        for (var index = 0; index < compiled.Length; index++)
        {
            compiled[index] = compiler.Compile(parts[index], $"{list}[{index}]", dependencies);
        }

        return compiled;
    }

    /// <summary>The place of a cut among those of its score; −1 for none, null where the population is not asked for it, which is noted.</summary>
    private int? Cut(ConditionDocument.Standing condition, double? at) =>
        at is not { } place ? -1 : compiler.Cut(new ScoreCut(condition.Name, condition.Kind, place), path);

    private MeasureSlot? Slot(MeasureReference source)
    {
        var slot = compiler.Slot(source, path);
        if (slot is not null)
        {
            dependencies.Slots.Add(slot.Index);
        }

        return slot;
    }

    private PatternTrait? Pattern(MeasureReference source, OccurrencePattern asked)
    {
        var pattern = compiler.Pattern(source, asked, path);
        if (pattern is not null)
        {
            dependencies.Traits.Add(pattern.Name);
        }

        return pattern;
    }

    private static AnyCondition Never() => new([]);
}
