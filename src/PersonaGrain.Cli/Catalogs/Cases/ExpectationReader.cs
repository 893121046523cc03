using System.Globalization;
using System.Text.Json;
using PersonaGrain.Accounts;
using PersonaGrain.Catalogs;
using PersonaGrain.Documents;
using PersonaGrain.Grid;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Cli.Catalogs.Cases;

/// <summary>Reads what a case expects.</summary>
/// <param name="whole">The catalog; of an account, what accounts have of it is expected.</param>
internal sealed class ExpectationReader(Catalog whole)
{
    /// <summary>How far from a number that is written a score may lie.</summary>
    private const double StandardTolerance = 0.1;

    private CatalogDocument _catalog = whole.Document;

    private static readonly string[] EventKinds = ["entered", "exited", "fired", "retracted"];

    /// <summary>Reads one expectation.</summary>
    public Expectation Read(Node node, Instant now, Func<Node?, ProfileId> profile)
    {
        var fields = Fields.Of(node, "an expectation", "at", "profile", "segments", "segment", "scores", "traits", "events");
        if (node.Kind == JsonValueKind.Object && fields.All.All(field => field.Key is "at" or "profile"))
        {
            node.Fault("say what is expected: segments, segment, scores, traits or events");
        }

        var who = profile(fields["profile"]);
        _catalog = (AccountKey.IsAccount(who) ? whole.OfAccounts : whole).Document;
        return new Expectation(node.Path, CaseTime.Read(fields["at"], now, now), who)
        {
            Segments = fields["segments"] is { } segments ? Names(segments, "segments", Segment) : null,
            Segment = fields["segment"] is { } segment && segment.Text("the segment") is { } name && Segment(segment, name) ? name : null,
            Scores = fields["scores"] is { } scores ? Scores(scores) : new Dictionary<string, ExpectedScore>(),
            Traits = fields["traits"] is { } traits ? Traits(traits) : new Dictionary<string, AttributeValue>(),
            Events = fields["events"] is { } events ? Names(events, "events", Event) : null,
        };
    }

    private static ExpectedNames Names(Node node, string what, Func<Node, string, bool> check)
    {
        if (node.Kind == JsonValueKind.Array)
        {
            return new ExpectedNames(List(node, what, check), [], []);
        }

        var fields = Fields.Of(node, $"{what}, exactly [ … ] or some {{ \"in\": [ … ], \"notIn\": [ … ] }},", "in", "notIn");
        return new ExpectedNames(
            null,
            fields["in"] is { } included ? List(included, "in", check) : [],
            fields["notIn"] is { } excluded ? List(excluded, "notIn", check) : []);
    }

    private static List<string> List(Node node, string what, Func<Node, string, bool> check) =>
        [.. node.Items(what).Select(item => item.Text("a name") is { } name && check(item, name) ? name : null).OfType<string>()];

    private bool Segment(Node node, string name) => IsKnown(node, name, "segment", _catalog.Segments.Keys);

    private bool Event(Node node, string text)
    {
        if (text.Split(' ') is not [var kind, var name] || Array.IndexOf(EventKinds, kind) < 0)
        {
            node.Fault($"an event is one of {string.Join(", ", EventKinds)} and a name, such as \"entered {_catalog.Segments.Keys.FirstOrDefault() ?? "a_segment"}\"");
            return false;
        }

        return kind is "fired" or "retracted" ? IsKnown(node, name, "trigger", _catalog.Triggers.Keys) : Segment(node, name);
    }

    private Dictionary<string, ExpectedScore> Scores(Node node)
    {
        var scores = new Dictionary<string, ExpectedScore>();
        foreach (var (name, value) in Fields.Of(node, "scores").All)
        {
            if (IsKnown(value, name, "score", _catalog.Scores.Keys))
            {
                scores.Add(name, Score(value));
            }
        }

        return scores;
    }

    private static ExpectedScore Score(Node node)
    {
        if (node.Kind == JsonValueKind.Number)
        {
            return Near(node.Number("a score", 0, 100) ?? 0, StandardTolerance);
        }

        var fields = Fields.Of(node, "a score, a number or { \"atLeast\": 40 },", "is", "tolerance", "atLeast", "atMost");
        if (fields["is"]?.Number("is", 0, 100) is { } number)
        {
            return Near(number, fields["tolerance"]?.Number("tolerance", 0, 100) ?? StandardTolerance);
        }

        var (least, most) = (fields["atLeast"]?.Number("atLeast", 0, 100) ?? 0, fields["atMost"]?.Number("atMost", 0, 100) ?? 100);
        return new ExpectedScore(least, most, $"from {Text(least)} to {Text(most)}");
    }

    private static ExpectedScore Near(double number, double tolerance) =>
        new(number - tolerance, number + tolerance, $"{Text(number)} ± {Text(tolerance)}");

    private static Dictionary<string, AttributeValue> Traits(Node node)
    {
        var traits = new Dictionary<string, AttributeValue>();
        foreach (var (name, value) in Fields.Of(node, "traits").All)
        {
            traits.Add(name, Value(value));
        }

        return traits;
    }

    private static AttributeValue Value(Node node)
    {
        switch (node.Kind)
        {
            case JsonValueKind.String:
                return AttributeValue.Of(node.Text("the trait") ?? string.Empty);
            case JsonValueKind.Number:
                return AttributeValue.Of(node.Number("the trait") ?? 0);
            case JsonValueKind.True or JsonValueKind.False:
                return AttributeValue.Of(node.Kind == JsonValueKind.True);
            case JsonValueKind.Array:
                return AttributeValue.Of([.. node.Items("the trait").Select(Value)]);
            case JsonValueKind.Null:
                return default;
            default:
                node.Fault("write nested traits by their dotted names, such as \"address.city\"");
                return default;
        }
    }

    private static bool IsKnown(Node node, string name, string kind, IEnumerable<string> known)
    {
        if (known.Contains(name))
        {
            return true;
        }

        node.Fault($"the catalog has no {kind} {name}; it has {string.Join(", ", known.Order(StringComparer.Ordinal))}");
        return false;
    }

    private static string Text(double number) => number.ToString("0.####", CultureInfo.InvariantCulture);
}
