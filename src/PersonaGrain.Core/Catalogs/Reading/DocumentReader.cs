using PersonaGrain.Documents;
using PersonaGrain.Time;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>Reads the whole of a catalog, section by section: first every name, so that references resolve in any order.</summary>
internal sealed class DocumentReader(Node root)
{
    private readonly Fields _fields = Fields.Of(
        root, "a catalog", "$schema", "name", "version", "unknownSignals", "earliest",
        "signals", "traits", "measures", "scores", "segments", "triggers", "identities").WithoutNulls();

    internal CatalogDocument Read()
    {
        var name = Name();
        var version = Version();
        var unknown = _fields["unknownSignals"] is { } node ? Choice<UnknownSignals>.Read(node, "unknownSignals") : null;
        var signals = Section.Of(_fields, "signals", CatalogLimits.Signals, NameRule.Word).Read(SignalReader.Read);
        var traits = Section.Of(_fields, "traits", CatalogLimits.Traits, NameRule.Field);
        var computed = new Dictionary<string, ComputedTraitDocument>();
        var measures = Section.Of(_fields, "measures", CatalogLimits.Measures, NameRule.Word);
        var scores = Section.Of(_fields, "scores", CatalogLimits.Scores, NameRule.Word);
        var segments = Section.Of(_fields, "segments", CatalogLimits.Segments, NameRule.Word);
        var triggers = Section.Of(_fields, "triggers", CatalogLimits.Triggers, NameRule.Word);
        var identities = Section.Of(_fields, "identities", CatalogLimits.Identities, NameRule.IdentityKind);
        var names = new CatalogNames
        {
            Signals = signals,
            Traits = traits.Where(static node => !ComputedTraitReader.IsOne(node)).Read(TraitReader.Read),
            ComputedTraits = computed,
            Measures = measures.Read((_, node) => MeasureReader.SignalOf(node)),
            Scores = scores.Names,
            Segments = segments.Names,
            Triggers = triggers.Names,
        };

        ReadComputed(traits.Where(ComputedTraitReader.IsOne), new ComputedTraitReader(names), computed);
        return new CatalogDocument
        {
            Name = name,
            Version = version,
            UnknownSignals = unknown ?? UnknownSignals.Accept,
            Earliest = Earliest(),
            Signals = signals,
            Traits = names.Traits,
            ComputedTraits = computed,
            Measures = measures.Read((measure, node) => MeasureReader.Read(measure, node, names)),
            Scores = scores.Read(new ScoreReader(names).Read),
            Segments = segments.Read((segment, node) => SegmentReader.Read(segment, node, names)),
            Triggers = triggers.Read((trigger, node) => TriggerReader.Read(trigger, node, names)),
            Identities = identities.Read((kind, node) => IdentityReader.Read(kind, node, names.Traits)),
        };
    }

    private void ReadComputed(Section traits, ComputedTraitReader reader, Dictionary<string, ComputedTraitDocument> computed)
    {
        if (traits.Entries.Count > CatalogLimits.ComputedTraits)
        {
            _fields["traits"]!.Value.Fault($"there are {traits.Entries.Count} computed traits; a catalog has at most {CatalogLimits.ComputedTraits}");
        }

        foreach (var (name, node) in traits.Entries)
        {
            if (reader.Read(node) is { } trait)
            {
                computed.Add(name, trait);
            }
        }

        ComputedTraitReader.CheckRatios(traits, computed);
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
