using PersonaGrain.Documents;
using PersonaGrain.Time;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>Reads the whole of a catalog, section by section.</summary>
internal sealed class DocumentReader(Node root)
{
    private readonly Fields _fields = Fields.Of(
        root, "a catalog", "$schema", "name", "version", "unknownSignals", "earliest",
        "signals", "traits", "measures", "scores", "segments", "triggers", "identities", "accounts").WithoutNulls();

    internal CatalogDocument Read()
    {
        var name = Name();
        var version = Version();
        var unknown = _fields["unknownSignals"] is { } choice ? Choice<UnknownSignals>.Read(choice, "unknownSignals") : null;
        var signals = Section.Of(_fields, "signals", CatalogLimits.Signals, NameRule.Word).Read(SignalReader.Read);
        var people = new SectionsReader(_fields, signals);
        var accounts = _fields["accounts"] is { } node ? AccountsReader.Open(node, signals, people) : null;
        var computed = people.Computed(people: null);
        var identities = Section.Of(_fields, "identities", CatalogLimits.Identities, NameRule.IdentityKind);
        return new CatalogDocument
        {
            Name = name,
            Version = version,
            UnknownSignals = unknown ?? UnknownSignals.Accept,
            Earliest = Earliest(),
            Signals = signals,
            Traits = people.Names.Traits,
            ComputedTraits = computed,
            Measures = people.Measures(),
            Scores = people.Scores(),
            Segments = people.Segments(),
            Triggers = people.Triggers(),
            Identities = identities.Read((kind, node) => IdentityReader.Read(kind, node, people.Names.Traits)),
            Accounts = accounts is null ? null : AccountsReader.Read(accounts, people.Names),
        };
    }

    private string Name()
    {
        if (_fields.Required("name", "name the catalog, such as \"athletic-wear\"") is not { } node)
        {
            return string.Empty;
        }

        if (node.Text("the catalog's name") is not { } name)
        {
            return string.Empty;
        }

        NameRule.CheckCatalog(name, node);
        return name;
    }

    private Instant? Earliest()
    {
        var earliest = _fields["earliest"]?.Date()?.Start;
        if (earliest < Instant.UnixEpoch)
        {
            _fields["earliest"]!.Value.Fault("signals from before 1970 are refused in any case; write a later date, or leave it out");
        }

        return earliest;
    }

    private int Version() =>
        (int)(_fields.Required("version", "write a whole number that rises with each change, such as 1")
            ?.Number("version", 1, int.MaxValue, whole: true) ?? 1);
}
