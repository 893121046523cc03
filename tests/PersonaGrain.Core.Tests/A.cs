using PersonaGrain.Catalogs;
using PersonaGrain.Population;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain;

/// <summary>Short ways to write conditions, catalogs and signals in tests.</summary>
internal static class A
{
    internal static readonly Instant Start = Instant.FromUtc(2026, 3, 1);

    internal static ConditionDocument All(params ConditionDocument[] parts) => new ConditionDocument.All(parts);

    internal static ConditionDocument Any(params ConditionDocument[] parts) => new ConditionDocument.Any(parts);

    internal static ConditionDocument Not(ConditionDocument part) => new ConditionDocument.Not(part);

    internal static ConditionDocument Count(string measure, ValueTest test, TimeSpan? within = null) =>
        new ConditionDocument.Count(Measure(measure), [test], within);

    internal static ConditionDocument Sum(string measure, ValueTest test, TimeSpan? within = null) =>
        new ConditionDocument.Sum(Measure(measure), [test], within);

    internal static ConditionDocument LastSeen(string measure, TimeSpan? within = null, TimeSpan? olderThan = null) =>
        new ConditionDocument.Seen(Measure(measure), First: false, within, olderThan);

    internal static ConditionDocument FirstSeen(string measure, TimeSpan? within = null, TimeSpan? olderThan = null) =>
        new ConditionDocument.Seen(Measure(measure), First: true, within, olderThan);

    internal static ConditionDocument Trait(string name, params ValueTest[] tests) => new ConditionDocument.Trait(name, tests);

    internal static ConditionDocument Score(string name, ValueTest test) => new ConditionDocument.Score(name, [test]);

    internal static ConditionDocument InSegment(string name, bool isIn = true) => new ConditionDocument.Segment(name, isIn);

    internal static MeasureReference Measure(string name, params AttributeFilter[] where) => new(name, where);

    internal static ValueTest Is(AttributeValue value) => new(ValueOperator.Is, [value]);

    internal static ValueTest Test(ValueOperator @operator, params double[] operands) => new(@operator, [.. operands.Select(AttributeValue.Of)]);

    internal static ValueTest Test(ValueOperator @operator, params string[] operands) => new(@operator, [.. operands.Select(AttributeValue.Of)]);

    internal static ValueTest Exists(bool exists) => new(ValueOperator.Exists, [AttributeValue.Of(exists)]);

    internal static ValueTest AtLeast(double number) => Test(ValueOperator.AtLeast, number);

    internal static ValueTest AtMost(double number) => Test(ValueOperator.AtMost, number);

    internal static SignalDocument Type(string? outcome = null, string? value = null) =>
        new(SignalCategory.Behavioral, new Dictionary<string, Catalogs.ValueType>(), value, outcome);

    internal static ScoreDocument ScoreOf(params (string Measure, double Weight)[] weights) => new(
        null, RelevanceDocument.Default, weights.ToDictionary(weight => weight.Measure, weight => weight.Weight), [], new Dictionary<string, double>());

    internal static CatalogDocument Catalog(params (string Name, ConditionDocument When)[] segments) => new()
    {
        Name = "test",
        Version = 1,
        Signals = new Dictionary<string, SignalDocument> { ["view"] = Type(), ["login"] = Type(), ["order"] = Type("purchase", "revenue") },
        Segments = segments.ToDictionary(segment => segment.Name, segment => new SegmentDocument(segment.When)),
    };

    internal static ProfileMachine Machine(CatalogDocument document) => new(Catalogs.Catalog.Compile(document), PopulationModel.Empty);

    internal static Signal Signal(string id, string type, Instant time, double? value = null, params TraitChange[] traits) =>
        new() { Id = id, Type = type, Time = time, Value = value, Traits = traits };

    internal static TraitChange Set(string name, AttributeValue value) => new(name, TraitOperation.Set, value);
}
