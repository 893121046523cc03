using System.Globalization;
using System.Text.Json;
using PersonaGrain.Catalogs;
using PersonaGrain.Conditions.Occurrences;
using PersonaGrain.Conditions.Scores;
using PersonaGrain.Profiles;
using PersonaGrain.Time;

namespace PersonaGrain.Conditions.Explaining;

/// <summary>Says what it takes for a condition without parts to change, or to stay beyond the instant at which it changes by itself.</summary>
/// <remarks>What is said of occurrences was tried out: they are added to a copy of the profile, and the condition is evaluated by it.</remarks>
internal sealed class ConditionNeeds(ConditionExplanation explanation, EvaluationContext context) : IConditionVisitor<string?>
{
    /// <summary>So many occurrences more are tried.</summary>
    private const int MostOccurrences = 10_000;

    private ConditionFinding _finding = null!;
    private bool _stays;

    /// <summary>What it takes for the condition to come out the other way; null where nothing would do.</summary>
    internal string? ToChange(ConditionDocument condition, ConditionFinding finding)
    {
        (_finding, _stays) = (finding, false);
        return condition.Accept(this);
    }

    /// <summary>What it takes for the condition to come out as it does beyond the instant at which it changes by itself; null where it never does, or nothing would help.</summary>
    internal string? ToStay(ConditionDocument condition, ConditionFinding finding)
    {
        (_finding, _stays) = (finding, true);
        return finding.Until is null ? null : condition.Accept(this);
    }

    public string? Visit(ConditionDocument.All condition) => null;

    public string? Visit(ConditionDocument.Any condition) => null;

    public string? Visit(ConditionDocument.Not condition) => null;

    public string? Visit(ConditionDocument.Count condition)
    {
        var more = More(condition, condition.Source, WindowCountCondition.Kept(condition.Tests));
        if (more is null || _stays || condition.Within is not { } window)
        {
            return Or(more, Waiting(condition.Source));
        }

        // Those that count now do so until the first of them leaves the window.
        ref readonly var ring = ref context.State.Tallies[explanation.SlotOf(condition.Source).Index].Newest;
        var counted = ring.CountAfter(context.Now - window.Ticks);
        return Or(counted == 0 ? more : $"{more} before {Instant.Clamp(ring.Newest(counted - 1) + window.Ticks)}", Waiting(condition.Source));
    }

    public string? Visit(ConditionDocument.Sum condition)
    {
        var at = At;
        var (slot, compiled) = (explanation.SlotOf(condition.Source), explanation.Compile(condition));
        if (!IsCounted(condition.Source, at))
        {
            return Waiting(condition.Source);
        }

        var sum = Sum(condition, slot.Index, at);
        foreach (var missing in condition.Tests.SelectMany(static test => test.Operands).Select(operand => operand.Number - sum).Where(static missing => missing > 0).Order())
        {
            foreach (var amount in new[] { Amount.FromNumber(missing), Amount.FromNumber(missing) + 1 })
            {
                if (Tried(compiled, at, state => state.Tallies[slot.Index].Add(slot, at, amount, at)) == Wanted)
                {
                    return Or($"{Number(Amount.ToNumber(amount))} more from {Subject(condition.Source)}{Before}", Waiting(condition.Source));
                }
            }
        }

        return Waiting(condition.Source);
    }

    public string? Visit(ConditionDocument.Seen condition) => Or(More(condition, condition.Source), Waiting(condition.Source));

    public string? Visit(ConditionDocument.NotSince condition) =>
        Or(More(condition, condition.Source) ?? More(condition, condition.Other), Waiting(condition.Source));

    public string? Visit(ConditionDocument.Stopped condition) => Or(More(condition, condition.Source), Waiting(condition.Source));

    public string? Visit(ConditionDocument.Regularly condition) => Or(Ask(Subject(condition.Source)), Waiting(condition.Source));

    public string? Visit(ConditionDocument.Restarted condition) => Or(Ask(Subject(condition.Source)), Waiting(condition.Source));

    public string? Visit(ConditionDocument.Sequence condition) =>
        Or(Ask(string.Join(", then ", condition.Steps.Select(static step => step.Name))), Waiting(condition.Steps[^1]));

    public string? Visit(ConditionDocument.Trait condition) => Or(Ask($"a value of {condition.Name}"), Passing);

    public string? Visit(ConditionDocument.TraitDate condition) => Or(Ask($"a value of {condition.Name}"), Passing);

    public string? Visit(ConditionDocument.TraitElement condition) => Or(Ask($"a value of {condition.Name}"), Passing);

    public string? Visit(ConditionDocument.Score condition)
    {
        var tester = ValueTester.Compile(condition.Tests);
        return Points(condition.Name, tester.Boundaries, tester.Matches);
    }

    /// <summary>Points up to a cut; nobody can tell how many while the population says none.</summary>
    public string? Visit(ConditionDocument.Standing condition) => explanation.Compile(condition) is StandingCondition standing
        && standing.Band(context) is { } band ? Points(condition.Name, [band.From, band.Below], band.Matches) : null;

    /// <summary>Of what is asked, the nearest number at which the score would pass, or would no longer.</summary>
    private string? Points(string name, IEnumerable<double> boundaries, Predicate<double> matches)
    {
        if (_stays)
        {
            return $"signals that move {name} before {_finding.Until}";
        }

        var value = explanation.ScoreOf(name).Evaluate(context);
        var nearest = boundaries
            .SelectMany(static boundary => new[] { boundary - 1e-9, boundary, boundary + 1e-9 })
            .Where(number => number is >= 0 and <= 100 && matches(number) == Wanted)
            .OrderBy(number => Math.Abs(number - value))
            .Cast<double?>()
            .FirstOrDefault();
        const double least = 1e-6;
        return Or(nearest is not { } score ? null
            : Math.Abs(score - value) < least ? $"any points {(score > value ? "more" : "less")} of {name}"
            : $"{Number(Math.Abs(score - value))} points {(score > value ? "more" : "less")} of {name}", Passing);
    }

    public string? Visit(ConditionDocument.Account condition) => Ask("an account of the person");

    /// <summary>What the other segment asks for stands in its parts.</summary>
    public string? Visit(ConditionDocument.Segment condition) => null;

    /// <summary>What the condition is to come out as.</summary>
    private bool Wanted => _stays == _finding.Holds;

    /// <summary>When occurrences are tried: now, or just before the condition changes by itself.</summary>
    private long At => _stays ? _finding.Until!.Value.Ticks - 1 : context.Now;

    private string Before => _stays ? $" before {_finding.Until}" : string.Empty;

    /// <summary>What the condition asks for without anything that arrives.</summary>
    private string? Passing => _stays || _finding.Until is not { } until ? null : $"by itself at {until} if nothing arrives";

    private string? Waiting(MeasureReference source) => _stays || _finding.Until is not { } until ? null : $"no {Subject(source)} until {until}";

    private static string? Or(string? first, string? second) => first is null ? second : second is null ? first : $"{first}, or {second}";

    private string Ask(string subject) =>
        _stays ? $"{subject} before {_finding.Until}" : $"{subject} so that this {(Wanted ? "holds" : "does not hold")}: {Asked("trait", "account", "score")}";

    /// <summary>The fewest more occurrences that bring it about; null where none do.</summary>
    private string? More(ConditionDocument condition, MeasureReference source, int enough = 1)
    {
        var at = At;
        if (!IsCounted(source, at))
        {
            return null;
        }

        var (slot, compiled, state) = (explanation.SlotOf(source), explanation.Compile(condition), ProfileCopy.Of(context.State));
        var most = Math.Min(Math.Max(slot.TimesKept, enough), MostOccurrences);
        for (var more = 1; more <= most; more++)
        {
            state.Tallies[slot.Index].Add(slot, at, 0, at);
            if (Evaluated(compiled, state) == Wanted)
            {
                return $"{more} more {Subject(source)}{Before}";
            }
        }

        return null;
    }

    private bool Tried(Condition compiled, long at, Action<ProfileState> change)
    {
        var state = ProfileCopy.Of(context.State);
        change(state);
        return Evaluated(compiled, state);
    }

    private bool Evaluated(Condition compiled, ProfileState state) =>
        compiled.Evaluate(context with { State = state, Now = _stays ? _finding.Until!.Value.Ticks : context.Now, Exact = true }).Holds;

    private double Sum(ConditionDocument.Sum condition, int slot, long at)
    {
        ref readonly var tally = ref context.State.Tallies[slot];
        var now = _stays ? at + 1 : at;
        return Amount.ToNumber(condition.Within is not { } window ? tally.Sum
            : tally.Values is { } values ? values.SumFrom(values.FirstAfter(now - window.Ticks))
            : 0);
    }

    /// <summary>Whether an occurrence at an instant counts: a fixed range of time may leave it out.</summary>
    private static bool IsCounted(MeasureReference source, long at) => !(source.From?.Ticks > at) && !(source.To?.Ticks < at);

    private string Subject(MeasureReference source)
    {
        var distinct = source.Distinct is { } attribute ? $" with another {attribute}" : string.Empty;
        return source.Where.Count == 0 ? source.Name + distinct : $"{source.Name} ({Asked("where")}){distinct}";
    }

    /// <summary>What stands in the condition under some names, in words; all of it where it has none of them.</summary>
    private string Asked(params ReadOnlySpan<string> names)
    {
        using var json = JsonDocument.Parse(_finding.Condition);
        foreach (var name in names)
        {
            if (json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object)
            {
                return CatalogWords.Of(value);
            }
        }

        return CatalogWords.Of(json.RootElement);
    }

    private static string Number(double number) => number.ToString("0.######", CultureInfo.InvariantCulture);
}
