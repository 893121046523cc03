using System.Globalization;
using PersonaGrain.Catalogs.Reading;
using PersonaGrain.Documents;

namespace PersonaGrain.Catalogs.Changes;

/// <summary>Names the definitions that a change of the catalog reaches: those that use a signal type, an attribute, a trait, a measure or another definition that is gone or means something else.</summary>
/// <remarks>Definitions that are new, or gone themselves, are not named. What reaches one through another is told of both: there may be very many ways, of which the first <see cref="MostReasons"/> are told of a definition.</remarks>
public sealed class CatalogComparison
{
    /// <summary>The most breaks that are told of one definition.</summary>
    public const int MostReasons = 100;

    /// <summary>Characters of a reason, from which on what it came through is not told any more.</summary>
    private const int LongReason = 500;

    private readonly CatalogSide _before;
    private readonly CatalogSide _after;
    private readonly Dictionary<(string Section, string Name), List<CatalogBreak>> _found = [];
    private readonly Dictionary<(string Section, string Name), IEnumerable<CatalogUse>> _uses;
    private CatalogComparison? _others;

    private readonly CancellationToken _cancellation;

    private CatalogComparison(CatalogDocument before, CatalogDocument after, string root, CancellationToken cancellation)
    {
        _cancellation = cancellation;
        (_before, _after) = (new CatalogSide(before, root), new CatalogSide(after, root));
        _uses = _after.Definitions().ToDictionary(static each => (each.Section, each.Name), static each => each.Uses);
    }

    /// <summary>What a change reaches, in the order of the sections and by name.</summary>
    /// <param name="before">The catalog that is in force.</param>
    /// <param name="after">The one that is to take its place.</param>
    /// <param name="cancellation">Ends it, between two definitions.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static IReadOnlyList<CatalogBreak> Of(CatalogDocument before, CatalogDocument after, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var people = new CatalogComparison(before, after, "$", cancellation);
        var accounts = new CatalogComparison(AccountsDocument.Of(before), AccountsDocument.Of(after), "$.accounts", cancellation);
        (people._others, accounts._others) = (accounts, people);
        return [.. people.All(), .. accounts.All()];
    }

    private IEnumerable<CatalogBreak> All() => _uses.Keys.OrderBy(static key => key.Section, StringComparer.Ordinal).ThenBy(static key => key.Name, StringComparer.Ordinal)
        .SelectMany(key => Breaks(key.Section, key.Name));

    private List<CatalogBreak> Breaks(string section, string name)
    {
        if (_found.TryGetValue((section, name), out var known))
        {
            return known;
        }

        _cancellation.ThrowIfCancellationRequested();

        // A cycle ends here: what it is made of is told by each of its parts.
        var breaks = _found[(section, name)] = [];
        if (_before.Text(section, name) is { } text && _uses.TryGetValue((section, name), out var uses))
        {
            var isRewritten = text != _after.Text(section, name);
            foreach (var (what, reason) in uses.Distinct().SelectMany(use => (use.IsOfOthers ? _others! : this).Changes(use)).Distinct().Take(MostReasons).ToList())
            {
                breaks.Add(new CatalogBreak(_after.Path(section, name), what, reason, isRewritten));
            }
        }

        return breaks;
    }

    private IEnumerable<(string Path, string Reason)> Changes(CatalogUse use) => use.Kind switch
    {
        UseKind.Occurrences => Measure(use.Name),
        UseKind.Attribute => Attribute(_after.SignalOf(use.Name), use.Attribute!),
        UseKind.Worth => Worth(_after.SignalOf(use.Name)),
        UseKind.Trait => Trait(use.Name),
        UseKind.Score => Definition("scores", use.Name, "score"),
        UseKind.Segment => Definition("segments", use.Name, "segment"),
        _ => Outcome(use.Name),
    };

    private IEnumerable<(string, string)> Measure(string name)
    {
        if (_before.SectionOf(name) is not { } section)
        {
            return [];
        }

        return _after.SectionOf(name) switch
        {
            null => [(_before.Path(section, name), $"the {Word(section)} {name} is gone: it never occurs")],
            "signals" => [],
            var now => Definition(now, name, Word(now)),
        };
    }

    private IEnumerable<(string, string)> Attribute(string signal, string attribute)
    {
        if (_before.Document.Signals.GetValueOrDefault(signal) is not { } before || _after.Document.Signals.GetValueOrDefault(signal) is not { } after)
        {
            return [];
        }

        var path = DocumentPath.Append(_before.Path("signals", signal) + ".attributes", attribute);
        var (was, now) = (TypeIn(before, attribute), TypeIn(after, attribute));
        return was == now ? []
            : now is null ? [(path, $"the attribute is not declared any more (it was {was}): values are taken as they come, and one of another type is not met")]
            : was is null ? [(path, $"the attribute is declared as {now} now: values that can not be read so are left out")]
            : [(path, $"the attribute is {now} now and was {was}: tests of {was} values are not met")];
    }

    private IEnumerable<(string, string)> Worth(string signal)
    {
        if (_before.Document.Signals.GetValueOrDefault(signal) is not { } before || _after.Document.Signals.GetValueOrDefault(signal) is not { } after || before.Value == after.Value)
        {
            return [];
        }

        return [(_before.Path("signals", signal) + ".value", $"the value is taken from {after.Value ?? "the signal alone"} now, and was from {before.Value ?? "the signal alone"}")];
    }

    private IEnumerable<(string, string)> Trait(string name)
    {
        var path = _before.Path("traits", name);
        if (_before.Text("traits", name) is not { } before)
        {
            return [];
        }

        if (_after.Text("traits", name) is not { } after)
        {
            return [(path, $"the trait {name} is gone")];
        }

        if (_before.TypeOf(name) != _after.TypeOf(name))
        {
            return [(path, $"the trait is {_after.TypeOf(name) ?? "of any type"} now and was {_before.TypeOf(name) ?? "of any type"}")];
        }

        var (was, now) = (_before.Document.Traits.GetValueOrDefault(name), _after.Document.Traits.GetValueOrDefault(name));
        if (was is not null && now is not null)
        {
            return (was.Minimum, was.Maximum, was.Format) == (now.Minimum, now.Maximum, now.Format) ? [] : [(path, $"the trait takes {Range(now)} now, and took {Range(was)}")];
        }

        return was is null != now is null
            ? [(path, now is null ? "the trait is computed now, and was sent" : "the trait is sent now, and was computed")]
            : before != after ? [(path, "the trait is computed in another way now")] : Through("traits", name, "trait");
    }

    private IEnumerable<(string, string)> Definition(string section, string name, string word)
    {
        if (_before.Text(section, name) is not { } before)
        {
            return [];
        }

        return _after.Text(section, name) is not { } after ? [(_before.Path(section, name), $"the {word} {name} is gone")]
            : before != after ? [(_before.Path(section, name), $"the {word} {name} was changed")]
            : Through(section, name, word);
    }

    private IEnumerable<(string, string)> Through(string section, string name, string word) => 
        Breaks(section, name).Select(found => (found.Uses, found.Reason.Length > LongReason ? found.Reason : $"by the {word} {name}: {found.Reason}"));

    private IEnumerable<(string, string)> Outcome(string name) => Has(_before, name) && !Has(_after, name)
        ? [($"{_before.Root}.signals", $"no signal stands for the outcome {name} any more: nothing is learned about it")]
        : [];

    private static bool Has(CatalogSide side, string outcome) => side.Document.Signals.Values.Any(signal => signal.Outcome == outcome);

    private static string? TypeIn(SignalDocument signal, string attribute) =>
        signal.Attributes.TryGetValue(attribute, out var type) ? Choice<ValueType>.Of(type) : null;

    private static string Range(TraitDocument trait) => $"{Bound(trait.Minimum)} to {Bound(trait.Maximum)}{(trait.Format is { } format ? $", {format}" : string.Empty)}";

    private static string Bound(double? bound) => bound?.ToString(CultureInfo.InvariantCulture) ?? "any";

    private static string Word(string section) => section[..^1];
}
