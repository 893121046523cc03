using PersonaGrain.Catalogs.Writing;
using PersonaGrain.Documents;
using PersonaGrain.Indexing;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>Reads the sections that people and accounts have alike: first every name, so that references resolve in any order.</summary>
internal sealed class SectionsReader
{
    private readonly Fields _fields;
    private readonly bool _isOfAccounts;
    private readonly Section _traits;
    private readonly Section _measures;
    private readonly Section _scores;
    private readonly Section _segments;
    private readonly Section _triggers;
    private readonly Dictionary<string, ComputedTraitDocument> _computed = [];
    private readonly HashSet<string> _patterns = [];
    private int _sequences;

    /// <summary>Opens the sections.</summary>
    /// <param name="fields">What they are members of.</param>
    /// <param name="signals">The signal types that there are.</param>
    /// <param name="isOfAccounts">Whether they are those of accounts.</param>
    internal SectionsReader(Fields fields, IReadOnlyDictionary<string, SignalDocument> signals, bool isOfAccounts = false)
    {
        (_fields, _isOfAccounts) = (fields, isOfAccounts);
        _traits = Section.Of(fields, "traits", CatalogLimits.Traits, NameRule.Field);
        _measures = Section.Of(fields, "measures", CatalogLimits.Measures, NameRule.Word);
        _scores = Section.Of(fields, "scores", CatalogLimits.Scores, NameRule.Word);
        _segments = Section.Of(fields, "segments", CatalogLimits.Segments, NameRule.Word);
        _triggers = Section.Of(fields, "triggers", CatalogLimits.Triggers, NameRule.Word);
        Names = new CatalogNames
        {
            IsOfAccounts = isOfAccounts,
            Signals = signals,
            Traits = _traits.Where(static node => !IsComputed(node)).Read(TraitReader.Read),
            ComputedTraits = _computed,
            Measures = _measures.Read((_, node) => MeasureReader.SignalOf(node)),
            Distincts = _measures.Read((_, node) => MeasureReader.DistinctOf(node)),
            Scores = _scores.Names,
            Segments = _segments.Names,
            Triggers = _triggers.Names,
        };
    }

    /// <summary>The names in them.</summary>
    internal CatalogNames Names { get; }

    /// <summary>Reads the computed traits.</summary>
    /// <param name="people">The names that people have, where these are the sections of accounts; else null.</param>
    internal IReadOnlyDictionary<string, ComputedTraitDocument> Computed(CatalogNames? people)
    {
        var traits = _traits.Where(IsComputed);
        if (traits.Entries.Count > CatalogLimits.ComputedTraits)
        {
            _fields["traits"]!.Value.Fault($"there are {traits.Entries.Count} computed traits; a catalog has at most {CatalogLimits.ComputedTraits}");
        }

        var (reader, purchases) = (new ComputedTraitReader(Names), new PurchaseTraitReader(Names));
        foreach (var (name, node) in traits.Entries)
        {
            var read = MemberTraitReader.IsOne(node) ? OfMembers(node, people)
                : PurchaseTraitReader.IsOne(node) ? purchases.Read(node, isOfAccounts: people is not null)
                : reader.Read(node);
            if (read is { } trait)
            {
                _computed.Add(name, trait);
            }
        }

        ComputedTraitReader.CheckRatios(traits, _computed);
        return _computed;
    }

    /// <summary>Notes where more is indexed than there may be.</summary>
    private void CheckIndexed(IReadOnlyDictionary<string, ScoreDocument> scores)
    {
        foreach (var (_, node) in _traits.Entries.Where(entry => entry.Key.StartsWith(IndexedField.ScorePrefix, StringComparison.Ordinal)
            && (Names.Traits.GetValueOrDefault(entry.Key)?.IsIndexed ?? _computed.GetValueOrDefault(entry.Key)?.IsIndexed) == true))
        {
            node.Fault($"what begins with \"{IndexedField.ScorePrefix}\" names a score where people are sorted and searched; index a trait of another name");
        }

        var indexed = Names.Traits.Values.Count(static trait => trait.IsIndexed) + _computed.Values.Count(static trait => trait.IsIndexed)
            + scores.Values.Count(static score => score.IsIndexed);
        if (indexed > CatalogLimits.IndexedFields)
        {
            _fields.Node.Fault(
                $"{indexed} traits and scores are indexed, and at most {CatalogLimits.IndexedFields} may be: each costs a row for every profile; leave \"indexed\" out where nobody is sorted by it");
        }
    }

    internal Dictionary<string, MeasureDocument> Measures() => _measures.Read((name, node) => MeasureReader.Read(name, node, Names));

    /// <summary>Reads the scores; after the computed traits.</summary>
    internal Dictionary<string, ScoreDocument> Scores()
    {
        var scores = _scores.Read(new ScoreReader(Names, _isOfAccounts).Read);
        CheckIndexed(scores);
        CheckKept("scores", [.. scores.Values.SelectMany(static score => score.Context).Select(static addition => addition.When)]);
        return scores;
    }

    internal Dictionary<string, SegmentDocument> Segments()
    {
        var segments = _segments.Read((name, node) => SegmentReader.Read(name, node, Names));
        CheckKept("segments", [.. segments.Values.Select(static segment => segment.When)]);
        return segments;
    }

    internal Dictionary<string, TriggerDocument> Triggers() => _triggers.Read((name, node) => TriggerReader.Read(name, node, Names));

    /// <summary>Notes the names of segments and triggers that others have already: both are told in one feed of events.</summary>
    internal void CheckApart(CatalogNames others)
    {
        foreach (var (name, node) in _segments.Entries.Where(entry => others.Segments.Contains(entry.Key)))
        {
            node.Fault($"people have a segment \"{name}\" already; give that of accounts another name");
        }

        foreach (var (name, node) in _triggers.Entries.Where(entry => others.IsSignal(entry.Key)))
        {
            node.Fault($"there is a signal or trigger \"{name}\" already; give the trigger of accounts another name");
        }
    }

    /// <summary>Bounds what profiles keep for conditions of scores and segments.</summary>
    private void CheckKept(string section, ConditionDocument[] conditions)
    {
        CheckSequences(section, conditions);
        CheckPatterns(section, conditions);
    }

    /// <summary>Bounds what profiles keep for patterns, of which equal ones are kept once, those of scores and segments together.</summary>
    private void CheckPatterns(string section, IEnumerable<ConditionDocument> conditions)
    {
        var before = _patterns.Count;
        _patterns.UnionWith(conditions.SelectMany(static condition => condition.Accept(PatternReferences.Finder)).Select(ConditionWriter.Text));
        if (_patterns.Count > CatalogLimits.Patterns && before < _patterns.Count)
        {
            _fields[section]!.Value.Fault(
                $"there are {_patterns.Count} different patterns of \"regularly\" and \"restarted\" in conditions; a catalog has at most {CatalogLimits.Patterns}: "
                + "ask about the same measures, periods and times in several conditions, or leave some out");
        }
    }

    /// <summary>Bounds what profiles keep for sequences, those of scores and segments together.</summary>
    private void CheckSequences(string section, IEnumerable<ConditionDocument> conditions)
    {
        var before = _sequences;
        _sequences += conditions.SelectMany(static condition => condition.Accept(SequenceReferences.Finder)).Count();
        if (_sequences > CatalogLimits.Sequences && before < _sequences)
        {
            _fields[section]!.Value.Fault(
                $"there are {_sequences} sequences in conditions; a catalog has at most {CatalogLimits.Sequences}: put one that stands in several into a segment and ask for that");
        }
    }

    private static bool IsComputed(Node node) => MemberTraitReader.IsOne(node) || PurchaseTraitReader.IsOne(node) || ComputedTraitReader.IsOne(node);

    private static ComputedTraitDocument? OfMembers(Node node, CatalogNames? people)
    {
        if (people is not null)
        {
            return new MemberTraitReader(people).Read(node);
        }

        node.Fault("only accounts have members; write it among the traits of \"accounts\"");
        return null;
    }
}
