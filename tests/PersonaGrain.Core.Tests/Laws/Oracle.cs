using System.Globalization;
using PersonaGrain.Catalogs;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Laws;

/// <summary>Says what a profile is at an instant by looking at all its signals each time: slow, and independent of the machine.</summary>
internal sealed class Oracle(CatalogDocument catalog)
{
    private readonly Dictionary<string, Instant> _firedFor = [];

    internal List<Signal> Signals { get; } = [];

    internal bool IsMember(string segment, Instant now) => Holds(catalog.Segments[segment].When, now);

    /// <summary>Emits what triggers due up to now emit, one after the other.</summary>
    internal void Fire(Instant now)
    {
        while (NextDue(now) is { } due)
        {
            _firedFor[due.Name] = due.After;
            Signals.Add(A.Signal($"trigger:{due.Name}:{due.After.Ticks}", due.Name, due.Deadline));
        }
    }

    internal double Score(string name, Instant now)
    {
        var score = catalog.Scores[name];
        double sum = 0;
        foreach (var (measure, weight) in score.Weights)
        {
            sum += 100 * weight / score.Weights.Values.Sum(Math.Abs) * Relevance(score, measure, now);
        }

        return Math.Clamp(sum + score.Context.Where(addition => Holds(addition.When, now)).Sum(addition => addition.Add), 0, 100);
    }

    private double Relevance(ScoreDocument score, string measure, Instant now)
    {
        var times = Occurrences(new MeasureReference(measure, [])).Select(signal => signal.Time).ToArray();
        if (times.Length == 0)
        {
            return 0;
        }

        var halfLife = catalog.Measures.GetValueOrDefault(measure)?.HalfLife ?? MeasureDocument.DefaultHalfLife;
        var frequency = times.Sum(time => Math.Pow(2, -((now - time) / halfLife)));
        var recency = Math.Pow(2, -((now - times.Max()) / score.Relevance.RecencyHalfLife));
        return (score.Relevance.Frequency * frequency / (frequency + score.Relevance.Saturation))
            + (score.Relevance.Recency * recency)
            + (score.Relevance.Correlation * score.Correlations.GetValueOrDefault(measure));
    }

    private bool Holds(ConditionDocument condition, Instant now) => condition.Accept(new Truth(this, now));

    private AttributeValue TraitValue(string name) => Signals
        .Where(signal => signal.Traits.Any(change => change.Name == name))
        .OrderBy(signal => signal.Time).ThenBy(signal => signal.Id, StringComparer.Ordinal)
        .Select(signal => signal.Traits.Last(change => change.Name == name).Value).LastOrDefault();

    private IEnumerable<Signal> Within(MeasureReference source, TimeSpan? window, Instant now) =>
        Occurrences(source).Where(signal => window is null || signal.Time > now - window.Value);

    private IEnumerable<Signal> Occurrences(MeasureReference source)
    {
        var type = catalog.Measures.GetValueOrDefault(source.Name)?.Signal ?? source.Name;
        var filters = (catalog.Measures.GetValueOrDefault(source.Name)?.Where ?? []).Concat(source.Where).ToArray();
        return Signals.Where(signal => signal.Type == type
            && filters.All(filter => signal.Attributes[filter.Attribute] == filter.Tests[0].Operands[0]));
    }

    private static bool Passes(IReadOnlyList<ValueTest> tests, double number) => tests.All(test =>
    {
        var operands = test.Operands.Select(operand => operand.Number).ToArray();
        return test.Operator switch
        {
            ValueOperator.AtLeast => number >= operands[0],
            ValueOperator.Above => number > operands[0],
            ValueOperator.Between => number >= operands[0] && number <= operands[1],
            ValueOperator.In => operands.Contains(number),
            _ => throw new NotSupportedException(test.ToString()),
        };
    });

    private (string Name, Instant After, Instant Deadline)? NextDue(Instant now)
    {
        (string Name, Instant After, Instant Deadline)? next = null;
        foreach (var (name, trigger) in catalog.Triggers)
        {
            var after = Signals.Where(signal => signal.Type == trigger.After).Select(signal => signal.Time).DefaultIfEmpty().Max();
            var unless = Signals.Where(signal => trigger.Unless.Contains(signal.Type)).Select(signal => signal.Time).DefaultIfEmpty().Max();
            var deadline = after + trigger.Within;
            if (after > unless && after > _firedFor.GetValueOrDefault(name) && deadline <= now && (next is null || deadline < next.Value.Deadline))
            {
                next = (name, after, deadline);
            }
        }

        return next;
    }

    /// <summary>Whether a condition holds at an instant.</summary>
    private sealed class Truth(Oracle oracle, Instant now) : IConditionVisitor<bool>
    {
        public bool Visit(ConditionDocument.All condition) => condition.Parts.All(part => part.Accept(this));

        public bool Visit(ConditionDocument.Any condition) => condition.Parts.Any(part => part.Accept(this));

        public bool Visit(ConditionDocument.Not condition) => !condition.Part.Accept(this);

        public bool Visit(ConditionDocument.Count condition) =>
            Passes(condition.Tests, oracle.Within(condition.Source, condition.Within, now).Count());

        public bool Visit(ConditionDocument.Sum condition) =>
            Passes(condition.Tests, oracle.Within(condition.Source, condition.Within, now).Sum(signal => signal.Value ?? 0));

        public bool Visit(ConditionDocument.Seen condition)
        {
            var times = oracle.Occurrences(condition.Source).Select(signal => signal.Time).ToArray();
            if (times.Length == 0)
            {
                return false;
            }

            var age = now - (condition.First ? times.Min() : times.Max());
            return (condition.Within is null || age < condition.Within) && (condition.OlderThan is null || age >= condition.OlderThan);
        }

        public bool Visit(ConditionDocument.Trait condition)
        {
            var value = oracle.TraitValue(condition.Name);
            if (condition.Within is null && condition.OlderThan is null)
            {
                return value == condition.Tests[0].Operands[0];
            }

            return Instant.TryParse(value.Text, out var date) && date <= now
                && (condition.Within is null || now - date < condition.Within) && (condition.OlderThan is null || now - date >= condition.OlderThan);
        }

        public bool Visit(ConditionDocument.TraitDate condition) =>
            DateTimeOffset.TryParse(oracle.TraitValue(condition.Name).Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            && Calendar.IsNear(date.UtcDateTime, isDay: !oracle.TraitValue(condition.Name).Text.Contains(':'), condition.Window, now.ToDateTimeOffset().UtcDateTime);

        public bool Visit(ConditionDocument.Score condition) => Passes(condition.Tests, Math.Round(oracle.Score(condition.Name, now), 9));

        public bool Visit(ConditionDocument.Segment condition) => oracle.IsMember(condition.Name, now) == condition.Is;
    }
}
