using System.Reflection;
using System.Runtime.CompilerServices;
using PersonaGrain.Catalogs;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Core.Tests.Catalogs;

/// <summary>Sound conditions over the names of <see cref="SmallCatalog"/>, of every kind and shape.</summary>
/// <remarks>A visit draws a condition of the kind that is visited.</remarks>
internal sealed class RandomCondition(Random random, int depth) : IConditionVisitor<ConditionDocument>
{
    private const int Deepest = 4;

    /// <summary>A blank document of each kind, found by reflection: a new kind is drawn, and must be read back, without being named here.</summary>
    internal static readonly ConditionDocument[] Kinds =
    [
        .. typeof(ConditionDocument).GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic)
            .Where(type => type.IsSubclassOf(typeof(ConditionDocument)))
            .Select(type => (ConditionDocument)RuntimeHelpers.GetUninitializedObject(type)),
    ];

    internal static ConditionDocument Of(ConditionDocument kind, Random random) => kind.Accept(new RandomCondition(random, 0));

    public ConditionDocument Visit(ConditionDocument.All condition) => new ConditionDocument.All(Parts());

    public ConditionDocument Visit(ConditionDocument.Any condition) => new ConditionDocument.Any(Parts());

    public ConditionDocument Visit(ConditionDocument.Not condition) =>
        new ConditionDocument.Not(depth < Deepest ? Part() : new ConditionDocument.Any([]));

    public ConditionDocument Visit(ConditionDocument.Count condition) =>
        new ConditionDocument.Count(Source(random), [Comparison(random, 1000, whole: true)], Maybe(random));

    public ConditionDocument Visit(ConditionDocument.Sum condition) =>
        new ConditionDocument.Sum(Source(random), [Comparison(random, 1e12, whole: false)], Maybe(random));

    public ConditionDocument Visit(ConditionDocument.Seen condition) =>
        new ConditionDocument.Seen(Source(random), random.Next(2) == 0, Some(random), Maybe(random));

    public ConditionDocument Visit(ConditionDocument.Regularly condition)
    {
        var of = random.Next(1, CatalogLimits.Periods + 1);
        PeriodLength every = random.Next(2) == 0
            ? new PeriodLength.Calendar(Pick(random, Enum.GetValues<CalendarUnit>()), random.Next(2) == 0 ? "Europe/Berlin" : null)
            : new PeriodLength.Rolling(Between(random, CatalogLimits.ShortestPeriod, DurationText.Longest / of));
        return new ConditionDocument.Regularly(Source(random), random.Next(1, of + 1), of, every);
    }

    public ConditionDocument Visit(ConditionDocument.Stopped condition)
    {
        var within = Between(random, TimeSpan.FromTicks(2), DurationText.Longest);
        return new ConditionDocument.Stopped(Source(random), within, Between(random, TimeSpan.FromTicks(1), within), random.Next(1, CatalogLimits.Count + 1));
    }

    public ConditionDocument Visit(ConditionDocument.Restarted condition)
    {
        var after = Between(random, CatalogLimits.ShortestPeriod, DurationText.Longest / CatalogLimits.Periods);
        return new ConditionDocument.Restarted(Source(random), after, Between(random, TimeSpan.FromTicks(1), after * CatalogLimits.Periods));
    }

    public ConditionDocument Visit(ConditionDocument.NotSince condition)
    {
        var (within, olderThan) = (Maybe(random), Maybe(random));
        var other = Step(random) with { Where = [new AttributeFilter("free", Tests(random))] };
        return new ConditionDocument.NotSince(Source(random), other, within, within <= olderThan ? null : olderThan);
    }

    public ConditionDocument Visit(ConditionDocument.Sequence condition)
    {
        var equal = random.Next(2) == 0 ? Pick(random, "free", "Größe") : null;
        return new ConditionDocument.Sequence(
            [.. Enumerable.Range(0, random.Next(2, 9)).Select(_ => Step(random, isSent: equal is not null))],
            TimeSpan.FromMinutes(random.Next(1, 100_000)),
            TimeSpan.FromMinutes(random.Next(1, 100_000)))
        {
            Without = random.Next(2) == 0 ? Step(random) with { Where = [new AttributeFilter("free", Tests(random))] } : null,
            Equal = equal,
            Tests = random.Next(2) == 0 ? [Comparison(random, 1000, whole: true)] : [],
            Keep = random.Next(2) == 0 ? random.Next(8, 4097) : ConditionDocument.Sequence.DefaultKeep,
        };
    }

    public ConditionDocument Visit(ConditionDocument.Trait condition) =>
        new ConditionDocument.Trait(Pick(random, "free", "x.y", "Ünï ', \"q\""), Tests(random), Maybe(random), Maybe(random));

    public ConditionDocument Visit(ConditionDocument.TraitDate condition) => new ConditionDocument.TraitDate(
        Pick(random, "free", "born"),
        [],
        new DateWindow(Pick(random, Enum.GetValues<DateWindowKind>()), TimeSpan.FromMinutes(random.Next(1, 360 * 24 * 60))));

    public ConditionDocument Visit(ConditionDocument.TraitElement condition) =>
        new ConditionDocument.TraitElement(Pick(random, "free", "x.y"), Members(random));

    public ConditionDocument Visit(ConditionDocument.Score condition) =>
        new ConditionDocument.Score("intent", [Comparison(random, 100, whole: false)]);

    public ConditionDocument Visit(ConditionDocument.Standing condition)
    {
        var kind = Pick(random, Enum.GetValues<CutKind>());
        var (from, below) = kind == CutKind.Rank ? (random.Next(100, 2_000), random.Next(1, 99)) : (random.Next(1, 500) / 10.0, random.Next(501, 1_000) / 10.0);
        return new ConditionDocument.Standing("intent", kind, random.Next(3) == 0 ? null : from, random.Next(3) == 0 ? null : below) switch
        {
            { From: null, Below: null } open => open with { From = from },
            var standing => standing,
        };
    }

    public ConditionDocument Visit(ConditionDocument.Segment condition) => new ConditionDocument.Segment("buyers", random.Next(2) == 0);

    public ConditionDocument Visit(ConditionDocument.Account condition) => new ConditionDocument.Account(
        random.Next(2) == 0 ? new ConditionDocument.Segment("large", random.Next(2) == 0) : new ConditionDocument.Trait(Pick(random, "free", "x.y"), Tests(random)),
        random.Next(2) == 0 ? Pick(random, "buyer", "Größe") : null);

    private List<ConditionDocument> Parts() =>
        [.. Enumerable.Range(0, depth < Deepest ? random.Next(4) : 0).Select(_ => Part())];

    private ConditionDocument Part() => Pick(random, Kinds).Accept(new RandomCondition(random, depth + 1));

    private static MeasureReference Source(Random random) => random.Next(4) == 0 ? new("no_purchase", []) : new(
        Pick(random, "viewed", "cheap_views", "bought"),
        [.. ((string[])["free", "a.b"]).Take(random.Next(3)).Select(attribute => random.Next(3) == 0
            ? new AttributeFilter(attribute, []) { Any = Members(random) }
            : new AttributeFilter(attribute, Tests(random)))],
        random.Next(3) == 0 ? Instant.UnixEpoch + new TimeSpan(random.NextInt64(TimeSpan.TicksPerDay * 9000)) : null,
        random.Next(3) == 0 ? Instant.FromUtc(2030, 1, 1) + new TimeSpan(random.NextInt64(TimeSpan.TicksPerDay * 9000)) : null,
        random.Next(3) == 0 ? Pick(random, "order_id", "a.b") : null);

    private static MeasureReference Step(Random random, bool isSent = false) => !isSent && random.Next(4) == 0 ? new("no_purchase", []) : new(
        Pick(random, "viewed", "cheap_views", "bought"), [.. ((string[])["free", "a.b"]).Take(random.Next(3)).Select(attribute => new AttributeFilter(attribute, Tests(random)))]);

    private static List<AttributeFilter> Members(Random random) =>
        [.. ((string[])["color", "is", "Größe"]).Take(random.Next(1, 4)).Select(member => new AttributeFilter(member, Tests(random)))];

    private static List<ValueTest> Tests(Random random) =>
        [.. Enum.GetValues<ValueOperator>().OrderBy(_ => random.Next()).Take(random.Next(1, 4)).Select(value => Test(random, value))];

    private static ValueTest Test(Random random, ValueOperator value) => new(value, value switch
    {
        ValueOperator.AtLeast or ValueOperator.Above or ValueOperator.AtMost or ValueOperator.Below => [AttributeValue.Of(Number(random))],
        ValueOperator.Between => [AttributeValue.Of(-1 - random.NextDouble()), AttributeValue.Of(random.NextDouble())],
        ValueOperator.Exists => [AttributeValue.Of(random.Next(2) == 0)],
        ValueOperator.Matches => [AttributeValue.Of("[a-z]{1,20}|é+\\\\")],
        ValueOperator.Before or ValueOperator.After => [AttributeValue.Of((Instant.UnixEpoch + new TimeSpan(random.NextInt64(TimeSpan.TicksPerDay * 9000))).ToString())],
        ValueOperator.StartsWith or ValueOperator.EndsWith => [AttributeValue.Of("\u0001 \"x\" 😀")],
        ValueOperator.Is or ValueOperator.IsNot when random.Next(4) == 0 => [AttributeValue.Of([Scalar(random), Scalar(random)])],
        ValueOperator.Is or ValueOperator.IsNot or ValueOperator.Contains => [Scalar(random)],
        _ => [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Scalar(random))],
    });

    private static ValueTest Comparison(Random random, double most, bool whole)
    {
        var (a, b) = (random.NextDouble() * most, random.NextDouble() * most);
        (a, b) = whole ? (Math.Floor(a), Math.Floor(b)) : (a, b);
        var value = (ValueOperator)random.Next((int)ValueOperator.Between + 1);
        return new ValueTest(value, value == ValueOperator.Between ? [AttributeValue.Of(Math.Min(a, b)), AttributeValue.Of(Math.Max(a, b))] : [AttributeValue.Of(a)]);
    }

    private static AttributeValue Scalar(Random random) => random.Next(3) switch
    {
        0 => AttributeValue.Of(Number(random)),
        1 => AttributeValue.Of(random.Next(2) == 0),
        _ => AttributeValue.Of(Pick(random, string.Empty, "running", "\0\t", "// no comment", "𝒳<>&'")),
    };

    private static double Number(Random random) => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-300, 300));

    private static TimeSpan Between(Random random, TimeSpan least, TimeSpan below) => new(random.NextInt64(least.Ticks, below.Ticks));

    private static TimeSpan Some(Random random) => new(random.NextInt64(1, DurationText.Longest.Ticks));

    private static TimeSpan? Maybe(Random random) => random.Next(2) == 0 ? TimeSpan.FromMinutes(random.Next(1, 100_000)) : null;

    private static T Pick<T>(Random random, params T[] choices) => choices[random.Next(choices.Length)];
}
