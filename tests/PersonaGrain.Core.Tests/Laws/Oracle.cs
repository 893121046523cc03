using System.Globalization;
using PersonaGrain.Catalogs;
using PersonaGrain.Population.Cuts;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Laws;

/// <summary>Says what a profile is at an instant by looking at all its signals each time: slow, and independent of the machine. Only what no time changes is kept until there are other signals.</summary>
internal sealed class Oracle(CatalogDocument catalog)
{
    private readonly List<Signal> _sent = [];
    private readonly List<(string Trigger, Instant Armed, Instant At)> _firings = [];
    private Signal[]? _all;
    private Instant _now;
    private int? _count;
    private readonly Dictionary<(ConditionDocument.Sequence, int), SequenceOracle> _sequences = [];
    private readonly Dictionary<(string, int), AttributeValue> _traits = [];
    private readonly Dictionary<(MeasureReference, int), Signal[]> _occurrences = [];

    /// <summary>Where scores are cut; null where nothing is known.</summary>
    internal CutSection? Cuts { get; init; }

    /// <summary>What triggers fired for up to the instant that is looked at, and when.</summary>
    internal IEnumerable<(string Trigger, Instant Armed, Instant At)> Firings => _firings.Where(firing => firing.At <= _now);

    /// <summary>How many signals there are, emitted ones included.</summary>
    internal int Count => _count ??= Signals.Count();

    private CatalogDocument Catalog => catalog;

    /// <summary>What happened up to now: what was sent, and what triggers made of it.</summary>
    private IEnumerable<Signal> Signals => _all!.Where(signal => signal.Time <= _now || !signal.Id.StartsWith("trigger:", StringComparison.Ordinal));

    internal void Add(Signal signal)
    {
        _sent.Add(Arrival.Meant(signal));
        _all = null;
    }

    internal void Add(IEnumerable<Signal> signals)
    {
        foreach (var signal in signals)
        {
            Add(signal);
        }
    }

    /// <summary>Looks at everything as of an instant.</summary>
    internal Oracle At(Instant now)
    {
        (_now, _count) = (now, null);
        if (_all is null)
        {
            _all = Emit();
            _sequences.Clear();
            _traits.Clear();
            _occurrences.Clear();
        }

        return this;
    }

    internal bool IsMember(string segment) => Holds(catalog.Segments[segment].When, _now);

    internal double Score(string name) => Score(name, _now);

    /// <summary>What a computed trait is.</summary>
    internal AttributeValue Computed(string name) => TraitOracle.Value(catalog.ComputedTraits[name], this);

    private double Score(string name, Instant now)
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
        var signals = Occurrences(new MeasureReference(measure, [])).ToArray();
        if (signals.Length == 0)
        {
            return 0;
        }

        var document = catalog.Measures.GetValueOrDefault(measure);
        var halfLife = document?.HalfLife ?? MeasureDocument.DefaultHalfLife;
        var frequency = Math.Max(0, signals.Sum(signal => (document?.By is null ? 1 : Worth(measure, signal)) * Math.Pow(2, -((now - signal.Time) / halfLife))));
        var recency = Math.Pow(2, -((now - signals.Max(signal => signal.Time)) / score.Relevance.RecencyHalfLife));
        return (score.Relevance.Frequency * frequency / (frequency + (document?.Saturation ?? score.Relevance.Saturation)))
            + (score.Relevance.Recency * recency)
            + (score.Relevance.Correlation * score.Correlations.GetValueOrDefault(measure));
    }

    private double Worth(string measure, Signal signal) => catalog.Measures.GetValueOrDefault(measure)?.By is null or MeasureDocument.ByValue
        ? signal.Value ?? 0
        : signal.Attributes[catalog.Measures[measure].By!] is { IsNumber: true } value ? value.Number : 0;

    private bool Holds(ConditionDocument condition, Instant now) => condition.Accept(new Truth(this, now));

    private AttributeValue TraitValue(string name)
    {
        if (!_traits.TryGetValue((name, Count), out var value))
        {
            _traits.Add((name, Count), value = LastSet(name));
        }

        return value;
    }

    private AttributeValue LastSet(string name) => Signals
        .OrderBy(signal => signal.Time).ThenBy(signal => signal.Id, StringComparer.Ordinal)
        .SelectMany(signal => signal.Traits
            .Where(change => change.Operation == TraitOperation.Set && (IsUnder(change.Name, name) || IsUnder(name, change.Name))).Select(_ => default(AttributeValue))
            .Concat(signal.Traits.Where(change => change.Name == name || (change.Removes && IsUnder(name, change.Name))).Select(change => change.Value)))
        .LastOrDefault();

    private static bool IsUnder(string name, string tree) => name.StartsWith(tree + ".", StringComparison.Ordinal);

    /// <summary>The sequences that there are, worked out anew whenever there are other signals.</summary>
    private SequenceOracle Made(ConditionDocument.Sequence condition)
    {
        if (!_sequences.TryGetValue((condition, Count), out var made))
        {
            _sequences.Add((condition, Count), made = new SequenceOracle(
                condition,
                [.. condition.Steps.Select(step => Occurrences(step).ToArray())],
                condition.Without is { } without ? [.. Occurrences(without)] : []));
        }

        return made;
    }

    /// <summary>The instant that is looked at.</summary>
    internal Instant Now => _now;

    /// <summary>How long ago an instant is.</summary>
    internal TimeSpan Since(Instant time) => _now - time;

    /// <summary>The signals that a computed trait is about, in order of time.</summary>
    internal IEnumerable<Signal> SignalsOf(ComputedTraitDocument.OfSignals trait) => Within(trait.Source, trait.Within, _now).OrderBy(signal => signal.Time);

    private IEnumerable<Signal> Within(MeasureReference source, TimeSpan? window, Instant now) =>
        Occurrences(source).Where(signal => window is null || signal.Time > now - window.Value);

    private Signal[] Occurrences(MeasureReference source)
    {
        if (!_occurrences.TryGetValue((source, Count), out var found))
        {
            _occurrences.Add((source, Count), found = [.. Occurrences(Signals, source)]);
        }

        return found;
    }

    private IEnumerable<Signal> Occurrences(IEnumerable<Signal> signals, MeasureReference source)
    {
        var measure = catalog.Measures.GetValueOrDefault(source.Name);
        var filters = (measure?.Where ?? []).Concat(source.Where).ToArray();
        var passed = signals.Where(signal => signal.Type == (measure?.Signal ?? source.Name)
            && filters.All(filter => filter.Any.Count > 0
                ? HasOne(filter.Any, member => signal.Attributes[$"{filter.Attribute}.{member}"])
                : signal.Attributes[filter.Attribute] == filter.Tests[0].Operands[0]));
        return (source.Distinct ?? measure?.Distinct) is not { } attribute ? passed : passed
            .GroupBy(signal => signal.Attributes[attribute] is { Kind: not AttributeKind.None } value ? value.ToString() : "no value: " + signal.Id)
            .Select(group => group.OrderBy(signal => signal.Time).ThenBy(signal => signal.Value is null or 0).ThenByDescending(signal => signal.Value).First());
    }

    private static bool HasOne(IReadOnlyList<AttributeFilter> members, Func<string, AttributeValue> list) => Enumerable.Range(0, 10).Any(index =>
        members.All(member => list(member.Attribute).List.ToArray().ElementAtOrDefault(index) == member.Tests[0].Operands[0]));

    private static bool Passes(ValueTest test, AttributeValue[] list) =>
        test.Operator == ValueOperator.HasAny ? test.Operands.Any(list.Contains) : test.Operands.All(list.Contains);

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

    /// <summary>
    /// Every firing, in the order of deadlines: a trigger fires for what armed it at a unless something else armed it in (a, a + within), or something disarmed
    /// it in [a, a + within). What a firing emits lies at its deadline, and so says nothing of earlier ones.
    /// </summary>
    private Signal[] Emit()
    {
        var all = new List<Signal>(_sent);
        _firings.Clear();
        while (Next(all) is { } next)
        {
            _firings.Add(next);
            all.Add(A.Signal($"trigger:{next.Trigger}:{_firings.Count}", next.Trigger, next.At));
        }

        return [.. all];
    }

    private (string Trigger, Instant Armed, Instant At)? Next(List<Signal> all)
    {
        (string Trigger, Instant Armed, Instant At)? next = null;
        foreach (var (name, trigger) in catalog.Triggers)
        {
            var arming = TimesOf(all, trigger.After);
            var disarming = trigger.Unless.SelectMany(measure => TimesOf(all, measure)).ToArray();
            foreach (var armed in arming)
            {
                var deadline = armed + trigger.Within;
                if ((next is null || deadline < next.Value.At)
                    && !_firings.Contains((name, armed, deadline))
                    && !Array.Exists(arming, other => other > armed && other < deadline)
                    && !Array.Exists(disarming, other => other >= armed && other < deadline))
                {
                    next = (name, armed, deadline);
                }
            }
        }

        return next;
    }

    private Instant[] TimesOf(List<Signal> all, string measure) =>
        [.. Occurrences(all, new MeasureReference(measure, [])).Select(signal => signal.Time).Distinct()];

    /// <summary>Whether a condition holds at an instant.</summary>
    private sealed class Truth(Oracle oracle, Instant now) : IConditionVisitor<bool>
    {
        public bool Visit(ConditionDocument.All condition) => condition.Parts.All(part => part.Accept(this));

        public bool Visit(ConditionDocument.Any condition) => condition.Parts.Any(part => part.Accept(this));

        public bool Visit(ConditionDocument.Not condition) => !condition.Part.Accept(this);

        public bool Visit(ConditionDocument.Count condition) =>
            Passes(condition.Tests, oracle.Within(condition.Source, condition.Within, now).Count());

        public bool Visit(ConditionDocument.Sum condition) =>
            Passes(condition.Tests, oracle.Within(condition.Source, condition.Within, now).Sum(signal => oracle.Worth(condition.Source.Name, signal)));

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

        public bool Visit(ConditionDocument.Regularly condition)
        {
            var times = oracle.Occurrences(condition.Source).Select(signal => signal.Time).ToArray();
            return Enumerable.Range(0, condition.Of).Count(period => Array.Exists(times, time => IsIn(period, time, condition.Every))) >= condition.AtLeast;
        }

        public bool Visit(ConditionDocument.Stopped condition)
        {
            var ages = oracle.Occurrences(condition.Source).Select(signal => now - signal.Time).ToArray();
            return !Array.Exists(ages, age => age < condition.For) && ages.Count(age => age < condition.Within) >= condition.AtLeast;
        }

        public bool Visit(ConditionDocument.Restarted condition)
        {
            var times = oracle.Occurrences(condition.Source).Select(signal => signal.Time).Order().ToArray();
            return times.Zip(times.Skip(1)).Any(pair => pair.Second - pair.First >= condition.After && pair.Second > now - condition.Within);
        }

        /// <summary>Whether an instant lies in the period of a place, 0 for the newest; days are those of UTC.</summary>
        private bool IsIn(int period, Instant time, PeriodLength every) => every is PeriodLength.Rolling { Length: var length }
            ? time > now - ((period + 1) * length) && (period == 0 || time <= now - (period * length))
            : time.ToDateTimeOffset().Date == now.ToDateTimeOffset().Date.AddDays(-period);

        public bool Visit(ConditionDocument.NotSince condition)
        {
            var times = oracle.Occurrences(condition.Source).Select(signal => signal.Time).ToArray();
            return times.Length > 0 && !oracle.Occurrences(condition.Other).Any(signal => signal.Time >= times.Max())
                && (condition.Within is null || now - times.Max() < condition.Within) && (condition.OlderThan is null || now - times.Max() >= condition.OlderThan);
        }

        public bool Visit(ConditionDocument.Sequence condition)
        {
            var count = oracle.Made(condition).Most(now - condition.CompletedWithin);
            return condition.Tests.Count == 0 ? count > 0 : Passes(condition.Tests, count);
        }

        public bool Visit(ConditionDocument.Trait condition)
        {
            if (oracle.Catalog.ComputedTraits.ContainsKey(condition.Name))
            {
                var computed = oracle.Computed(condition.Name);
                return computed.Kind == AttributeKind.List ? Passes(condition.Tests[0], computed.List.ToArray())
                    : computed.IsNumber && !condition.Tests.Any(test => test.Operator is ValueOperator.Exists or ValueOperator.Is)
                    ? Passes(condition.Tests, computed.Number)
                    : condition.Tests[0].Operator == ValueOperator.Exists ? computed.Kind != AttributeKind.None : computed == condition.Tests[0].Operands[0];
            }

            var value = oracle.TraitValue(condition.Name);
            if (condition.Within is null && condition.OlderThan is null)
            {
                return condition.Tests[0].Operator == ValueOperator.Exists ? value.Kind != AttributeKind.None : value == condition.Tests[0].Operands[0];
            }

            return Instant.TryParse(value.Text, out var date) && date <= now
                && (condition.Within is null || now - date < condition.Within) && (condition.OlderThan is null || now - date >= condition.OlderThan);
        }

        public bool Visit(ConditionDocument.TraitDate condition) =>
            DateTimeOffset.TryParse(oracle.TraitValue(condition.Name).Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            && Calendar.IsNear(date.UtcDateTime, isDay: !oracle.TraitValue(condition.Name).Text.Contains(':'), condition.Window, now.ToDateTimeOffset().UtcDateTime);

        public bool Visit(ConditionDocument.TraitElement condition) =>
            HasOne(condition.Members, member => oracle.TraitValue($"{condition.Name}.{member}"));

        public bool Visit(ConditionDocument.Score condition) => Passes(condition.Tests, Math.Round(oracle.Score(condition.Name, now), 9));

        public bool Visit(ConditionDocument.Standing condition)
        {
            var value = Math.Round(oracle.Score(condition.Name, now), 9);
            return (condition.From is not { } from || value >= Threshold(from)) && (condition.Below is not { } below || value < Threshold(below))
                && (condition.Kind != CutKind.Scored || value > 0);

            double Threshold(double at) => oracle.Cuts?.Find(new ScoreCut(condition.Name, condition.Kind, at))?.Threshold ?? double.NaN;
        }

        /// <remarks>Nobody in these lives belongs to an account.</remarks>
        public bool Visit(ConditionDocument.Account condition) => false;

        public bool Visit(ConditionDocument.Segment condition) => oracle.Holds(oracle.Catalog.Segments[condition.Name].When, now) == condition.Is;
    }
}
