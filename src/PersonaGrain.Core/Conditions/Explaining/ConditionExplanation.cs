using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PersonaGrain.Accounts;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Catalogs.Writing;
using PersonaGrain.Conditions.Scores;
using PersonaGrain.Conditions.Sequences;
using PersonaGrain.Profiles.Computed;
using PersonaGrain.Profiles.Computed.Purchases;
using PersonaGrain.Profiles.Tallies;
using PersonaGrain.Scoring;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Conditions.Explaining;

/// <summary>Takes conditions of a compiled catalog apart. For people: it allocates as it likes.</summary>
internal sealed class ConditionExplanation(Catalog catalog, EvaluationContext context) : IConditionVisitor<ConditionFinding>
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const int MostSteps = 1_000;

    private readonly ConditionCompiler _compiler = new(catalog.Model.Measures, catalog.Model.SegmentIndex, catalog.Model.ScoreIndex, catalog.Model.ComputedTraits, extend: false)
    {
        KnowsAccounts = catalog.AsksAccounts,
        AccountTraits = [.. catalog.Model.AccountTraits],
        Patterns = catalog.Model.Patterns,
        Cuts = catalog.Model.Cuts,
    };

    public ConditionFinding Visit(ConditionDocument.All condition) => Joined("all", condition, [.. condition.Parts.Select(Explain)]);

    public ConditionFinding Visit(ConditionDocument.Any condition) => Joined("any", condition, [.. condition.Parts.Select(Explain)]);

    public ConditionFinding Visit(ConditionDocument.Not condition) => Joined("not", condition, [Explain(condition.Part)]);

    public ConditionFinding Visit(ConditionDocument.Count condition)
    {
        var tally = context.State.Tallies[Slot(condition.Source)];
        return Leaf(condition, condition.Within is { } window ? Counted(tally, window) : $"{tally.Total}");
    }

    public ConditionFinding Visit(ConditionDocument.Sum condition)
    {
        var tally = context.State.Tallies[Slot(condition.Source)];
        var sum = condition.Within is not { } window ? tally.Sum
            : tally.Values is { } values ? values.SumFrom(values.FirstAfter(context.Now - window.Ticks))
            : 0;
        return Leaf(condition, Text(Amount.ToNumber(sum)));
    }

    public ConditionFinding Visit(ConditionDocument.Seen condition)
    {
        var tally = context.State.Tallies[Slot(condition.Source)];
        var instant = condition.First ? tally.First : tally.Last;
        return Leaf(condition, tally.Total == 0 ? "never" : $"{(condition.First ? "first" : "last")} at {new Instant(instant)}");
    }

    public ConditionFinding Visit(ConditionDocument.Regularly condition)
    {
        var (pattern, tally) = Kept(condition.Source, OccurrencePattern.Regularly(condition.Of, condition.Every));
        var count = (tally as PeriodsTally)?.Count(pattern, context.Now) ?? 0;
        return Leaf(condition, $"{count} of the last {PeriodText.Several(condition.Of, condition.Every)}{Change(condition)}");
    }

    public ConditionFinding Visit(ConditionDocument.Stopped condition)
    {
        var tally = context.State.Tallies[Slot(condition.Source)];
        var within = condition.AtLeast == 1 ? string.Empty
            : $"{Counted(tally, condition.Within)} within {DurationText.Format(condition.Within)}, ";
        return Leaf(condition, tally.Total == 0 ? "never" : $"{within}last at {new Instant(tally.Last)}{Change(condition)}");
    }

    public ConditionFinding Visit(ConditionDocument.Restarted condition)
    {
        var tally = Kept(condition.Source, OccurrencePattern.Restarted(condition.After, condition.Within)).Tally as RunTally;
        var found = tally?.Newest is { } newest ? $"again at {new Instant(newest.Again)}, before that at {new Instant(newest.Before)}"
            : tally?.Last is { } last ? $"last at {new Instant(last)}, after no such gap"
            : "never";
        return Leaf(condition, found + Change(condition));
    }

    public ConditionFinding Visit(ConditionDocument.NotSince condition)
    {
        var (tally, since) = (context.State.Tallies[Slot(condition.Source)], context.State.Tallies[Slot(condition.Other)]);
        var other = $"{condition.Other.Name} {(since.Total == 0 ? "never" : $"last at {new Instant(since.Last)}")}";
        return Leaf(condition, tally.Total == 0 ? "never" : $"last at {new Instant(tally.Last)}, {other}");
    }

    public ConditionFinding Visit(ConditionDocument.Sequence condition)
    {
        MeasureSlot[] parts = [.. SequenceTable.Parts(condition).Select(part => catalog.Model.Measures.Find(part, make: false)!)];
        var shape = _compiler.Sequence(condition, parts, "$")!;
        return Leaf(condition, new SequenceExplanation(condition, shape, context.State.Sequences![shape.Index], context.Now).Found);
    }

    public ConditionFinding Visit(ConditionDocument.Trait condition) => Leaf(condition, Trait(condition.Name));

    public ConditionFinding Visit(ConditionDocument.TraitDate condition) => Leaf(condition, Trait(condition.Name) + Wait(condition.Name));

    public ConditionFinding Visit(ConditionDocument.TraitElement condition) =>
        Leaf(condition, string.Join(", ", condition.Members.Select(member => $"{member.Attribute}: {Trait($"{condition.Name}.{member.Attribute}")}")));

    public ConditionFinding Visit(ConditionDocument.Score condition) => Leaf(condition, Scored(condition.Name));

    public ConditionFinding Visit(ConditionDocument.Standing condition)
    {
        var model = ScoreOf(condition.Name);
        return Leaf(condition, $"{Scored(condition.Name)}; {StandingWords.Of(condition, cut => model.Cut(catalog.Model.Cuts.Find(cut)))}");
    }

    public ConditionFinding Visit(ConditionDocument.Account condition)
    {
        var accounts = context.State.Belongings?.All.Where(static belonging => !belonging.IsLeft).ToArray() ?? [];
        return Leaf(condition, accounts.Length == 0 ? "belongs to no account" : string.Join("; ", accounts.Select(account => Found(account, condition.Part))));
    }

    public ConditionFinding Visit(ConditionDocument.Segment condition)
    {
        var asked = Explain(catalog.Document.Segments[condition.Name].When);
        return Leaf(condition, asked.Holds ? "in" : "not in") with { Parts = [asked] };
    }

    internal ConditionFinding Explain(ConditionDocument condition) => condition.Accept(this);

    private string Counted(in MeasureTally tally, TimeSpan window)
    {
        var count = tally.Newest.CountAfter(context.Now - window.Ticks);
        return count > 0 && count == tally.Newest.Count && count < tally.Total ? $"{count} or more" : $"{count}";
    }

    private string Found(in Belonging account, ConditionDocument part)
    {
        var facts = context.State.Belongings!.FactsOf(account.Account);
        var known = facts is null ? "nothing known yet"
            : part is ConditionDocument.Trait trait ? facts.Find(trait.Name) is { Kind: not AttributeKind.None } value ? value.ToString() : "absent"
            : facts.Segments.Length == 0 ? "in no segment" : $"in {string.Join(", ", facts.Segments)}";
        return $"{AccountKey.IdOf(account.Account)}{(account.Role.Length == 0 ? string.Empty : $" ({account.Role})")}: {known}";
    }

    private ConditionFinding Joined(string name, ConditionDocument condition, ConditionFinding[] parts) => new(name, Holds(condition), null, parts);

    private ConditionFinding Leaf(ConditionDocument condition, string found) => new(Write(condition), Holds(condition), found, []);

    private bool Holds(ConditionDocument condition) => Compile(condition).Evaluate(context).Holds;

    /// <summary>The condition as profiles are evaluated by it.</summary>
    internal Condition Compile(ConditionDocument condition) => _compiler.Compile(condition, "$", new Dependencies());

    /// <summary>Until when it holds, or from when on, if nothing more arrives.</summary>
    private string Change(ConditionDocument condition)
    {
        var compiled = Compile(condition);
        var at = context with { Exact = true };
        var now = compiled.Evaluate(at);
        var later = now;
        for (var steps = 0; later.Holds == now.Holds && later.ValidUntil < Instant.Never.Ticks && steps < MostSteps; steps++)
        {
            at = at with { Now = later.ValidUntil };
            later = compiled.Evaluate(at);
        }

        return later.Holds == now.Holds ? string.Empty : $"; holds {(now.Holds ? "until" : "from")} {Instant.Clamp(at.Now)}";
    }

    private (PatternTrait Pattern, TraitTally? Tally) Kept(MeasureReference source, OccurrencePattern asked)
    {
        var pattern = catalog.Model.Patterns.Find(source, asked, make: false)!;
        return (pattern, pattern.TallyOf(context.State));
    }

    /// <summary>The value of a score, and of a look-alike what decides most about it.</summary>
    private string Scored(string name)
    {
        var score = ScoreOf(name);
        return score.Shape.Similarity is null ? Text(score.Evaluate(context))
            : string.Create(CultureInfo.InvariantCulture, $"{score.Evaluate(context):0.##}, {score.Explain(context).AlikeText}");
    }

    /// <summary>A score under the present population.</summary>
    internal ScoreModel ScoreOf(string name) => context.Scores[catalog.Model.ScoreIndex[name]];

    private int Slot(MeasureReference source) => SlotOf(source).Index;

    /// <summary>What profiles keep of a measure.</summary>
    internal MeasureSlot SlotOf(MeasureReference source) => catalog.Model.Measures.Find(source, make: false)!;

    private string Trait(string name) => catalog.Model.ComputedTraits.TryGetValue(name, out var computed) ? Computed(computed) : Sent(name);

    /// <summary>Conditions go by the wait, and the date that is told is that of its end: on the day itself both may seem to disagree.</summary>
    private string Wait(string name) => catalog.Model.ComputedTraits.GetValueOrDefault(name) is NextPurchaseTrait next && next.CurveOf(context) is { } curve
        ? string.Create(CultureInfo.InvariantCulture, $", expected in {curve.WaitAt(context.Now):0.0##} days")
        : string.Empty;

    private string Computed(ComputedTrait trait)
    {
        var computed = trait.Evaluate(context);
        return (computed.Value.Kind == AttributeKind.None ? "no value" : computed.Value.ToString()) + computed.Accuracy switch
        {
            TraitAccuracy.Truncated => " (truncated)",
            TraitAccuracy.Estimated => (trait as PurchaseTrait)?.IntervalOf(context) is { } interval ? $" (estimated, {interval})" : " (estimated)",
            TraitAccuracy.Approximate => string.Create(CultureInfo.InvariantCulture, $" ± {computed.Error:G3}"),
            _ => string.Empty,
        };
    }

    private string Sent(string name) => context.State.Traits.Find(name) is { Kind: not AttributeKind.None } value ? value.ToString() : "absent";

    private static string Text(double number) => number.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Write(ConditionDocument condition)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            ConditionWriter.Write(json, condition);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
