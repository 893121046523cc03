using System.Collections.Frozen;
using System.Globalization;
using PersonaGrain.Conditions;
using PersonaGrain.Indexing;
using PersonaGrain.Profiles;
using PersonaGrain.Profiles.Computed;
using PersonaGrain.Profiles.Computed.Purchases;
using PersonaGrain.Signals;

namespace PersonaGrain.Catalogs.Compilation;

/// <summary>Compiles a sound catalog document.</summary>
internal sealed class CatalogCompiler
{
    private readonly CatalogDocument _document;
    private readonly bool _isOfAccounts;
    private readonly MeasureTable _measures = new();
    private readonly Dictionary<string, SignalReading> _readings;
    private readonly string[] _order;
    private readonly Dictionary<string, int> _segmentIndex = [];
    private readonly Dictionary<string, int> _scoreIndex = [];
    private readonly ConditionCompiler _conditions;
    private readonly Dictionary<string, Dependencies> _scoreDependencies = [];
    private readonly ComputedTraits _computed;
    private readonly OccurrencePatterns _patterns;
    private readonly ScoreCuts _cuts;

    /// <summary>A compiler.</summary>
    /// <param name="document">The document.</param>
    /// <param name="isOfAccounts">Whether it is what accounts have of a catalog.</param>
    internal CatalogCompiler(CatalogDocument document, bool isOfAccounts)
    {
        _isOfAccounts = isOfAccounts;
        _document = NameOrder.Of(document);
        _readings = _document.Signals.ToDictionary(entry => entry.Key, entry => new SignalReading(entry.Value), StringComparer.Ordinal);
        _order = [.. ReferenceOrder.Of(_document)];
        for (var index = 0; index < _order.Length; index++)
        {
            _segmentIndex.Add(_order[index], index);
        }

        foreach (var name in _document.Scores.Keys)
        {
            _scoreIndex.Add(name, _scoreIndex.Count);
        }

        DeclareMeasures();
        _computed = new ComputedTraits(_document, _measures, ReadingOf);
        _patterns = new OccurrencePatterns(_measures, ReadingOf, _computed.OfSignals.Length);
        _cuts = ScoreCuts.Of(_document);
        _conditions = new ConditionCompiler(_measures, _segmentIndex, _scoreIndex, _computed.ByName, extend: true)
        {
            KnowsAccounts = true,
            Patterns = _patterns,
            Cuts = _cuts,
        };
    }

    /// <summary>The compiled catalog.</summary>
    /// <exception cref="InvalidOperationException">The document is not sound.</exception>
    internal CatalogModel Compile()
    {
        ScoreShape[] scores = [.. _document.Scores.Select(entry => CompileScore(entry.Key, entry.Value))];
        var dependencies = new Dependencies[_order.Length];
        var ranks = RankSegments();
        var segments = new SegmentShape[_order.Length];
        for (var index = 0; index < segments.Length; index++)
        {
            dependencies[index] = new Dependencies();
            segments[index] = CompileSegment(_order[index], ranks, dependencies[index]);
        }

        if (_conditions.Faults.Count > 0)
        {
            throw new InvalidOperationException("not a sound catalog: " + string.Join("; ", _conditions.Faults.Select(fault => $"{fault.Path} ({fault.Value}): {fault.Message}")));
        }

        var (fields, read) = CompileFields();
        var touches = new TouchMap([.. _order, .. fields.Select(static field => field.Name)], [.. dependencies, .. read], _scoreDependencies);
        foreach (var slot in _measures.Slots)
        {
            slot.Segments = touches.OfSlot(slot.Index);
            slot.IsDerived = _document.Triggers.ContainsKey(slot.Signal);
        }

        var byTrait = touches.ByTrait();
        _computed.Touch(byTrait, touches.None);
        _patterns.Touch(byTrait, touches.None);
        var byRank = new int[segments.Length];
        foreach (var segment in segments)
        {
            byRank[segment.Rank] = _segmentIndex[segment.Name];
        }

        return new CatalogModel
        {
            Slots = [.. _measures.Slots],
            Measures = _measures,
            Signals = CompileSignals(),
            Segments = segments,
            SegmentsByRank = byRank,
            SegmentIndex = _segmentIndex.ToFrozenDictionary(),
            Scores = scores,
            ScoreIndex = _scoreIndex.ToFrozenDictionary(),
            Triggers = [.. _document.Triggers.Select((entry, index) => CompileTrigger(entry.Key, entry.Value, index))],
            TriggerIndex = _document.Triggers.Keys.Select((name, index) => (name, index)).ToFrozenDictionary(entry => entry.name, entry => entry.index),
            Traits = new TraitDependencies(byTrait),
            SignalTraits = [.. _computed.OfSignals, .. _patterns.All],
            Patterns = _patterns,
            Cuts = _cuts,
            Sequences = [.. _measures.Sequences.Shapes],
            ComputedTraits = _computed.ByName,
            Purchases = _computed.Purchases,
            IsOfAccounts = _isOfAccounts,
            HasAccounts = _isOfAccounts || _document.Accounts is not null,
            MemberTraits = [.. _computed.OfMembers.Select(static trait => trait.Asked).OfType<string>().Distinct(StringComparer.Ordinal)],
            TouchedByMembers = _computed.TouchedByMembers(byTrait, touches.None),
            AsksAccounts = dependencies.Concat(_scoreDependencies.Values).Any(static reads => reads.Accounts),
            AccountTraits = [.. _conditions.AccountTraits.Order(StringComparer.Ordinal)],
            TouchedByAccounts = touches.OfAccounts(),
            Outcomes = CompileOutcomes(),
            IndexedFields = fields,
        };
    }

    private void DeclareMeasures()
    {
        foreach (var name in _document.Signals.Keys.Concat(_document.Triggers.Keys))
        {
            _measures.Declare(name, new MeasureIdentity(name, [], MeasureDocument.DefaultHalfLife, ReadingOf(name)));
        }

        foreach (var (name, measure) in _document.Measures)
        {
            _measures.Declare(name, new MeasureIdentity(measure.Signal, measure.Where, measure.HalfLife, ReadingOf(measure.Signal), measure.Distinct, measure.By));
        }
    }

    private SignalReading ReadingOf(string signal) => _readings.GetValueOrDefault(signal, SignalReading.AsSent);

    private ScoreShape CompileScore(string name, ScoreDocument score)
    {
        var dependencies = new Dependencies();
        _scoreDependencies.Add(name, dependencies);
        var terms = WeightsOf(score).Select(entry =>
        {
            var slot = Named(entry.Measure, $"$.scores.{name}.weights");
            dependencies.Slots.Add(slot.Index);
            var measure = _document.Measures.GetValueOrDefault(entry.Measure);
            return new ScoreTermShape(entry.Measure, slot.Index, entry.Weight, CorrelationOf(score, entry.Measure))
            {
                By = measure?.By,
                Saturation = measure?.Saturation ?? score.Relevance.Saturation,
                IsLearned = entry.IsLearned,
            };
        }).ToArray();
        var context = score.Context.Select((addition, index) =>
            (_conditions.Compile(addition.When, $"$.scores.{name}.context[{index}].when", dependencies), addition.Add)).ToArray();
        var seed = score.Similarity is { } similarity ? _document.Segments[similarity.Seed] : null;
        var traits = score.Similarity is { } alike ? SimilarityMeasures.Traits(_document, alike) : [];
        dependencies.Traits.UnionWith(traits);
        return new ScoreShape(name, score.Outcome, score.Horizon, score.Relevance, terms, context, ScoreShape.Fingerprint(score, terms, _measures.Slots, seed))
        {
            Similarity = score.Similarity is { } compared ? new SimilarityShape(compared.Seed, _segmentIndex[compared.Seed], compared.By)
            {
                Traits = [.. traits.Select(trait => new ComparedTrait(trait, _computed.ByName.GetValueOrDefault(trait)))],
            }
            : null,
            Cuts = _cuts.Of(name),
        };
    }

    /// <summary>The correlation that is pinned; of a look-alike what occurred counts as 1, as where weights are learned.</summary>
    private static double? CorrelationOf(ScoreDocument score, string measure) =>
        score.Similarity is not null ? 1 : score.Correlations.TryGetValue(measure, out var pinned) ? pinned : null;

    /// <summary>The weights by name; until one is learned it is 1, and of a look-alike nothing.</summary>
    private IEnumerable<(string Measure, double Weight, bool IsLearned)> WeightsOf(ScoreDocument score)
    {
        if (score.Similarity is { } similarity)
        {
            return SimilarityMeasures.Of(_document, similarity).DistinctBy(measure => Named(measure, "$.scores").Index).Take(CatalogLimits.LearnedWeights)
                .Select(static measure => (measure, 0.0, true));
        }

        if (!score.LearnsAll)
        {
            return score.Weights.Select(static entry => (entry.Key, entry.Value, false)).Concat(score.Learned.Select(static measure => (measure, 1.0, true)))
                .OrderBy(static entry => entry.Item1, StringComparer.Ordinal);
        }

        return SimilarityMeasures.Names(_document).DistinctBy(measure => Named(measure, "$.scores").Index).Take(CatalogLimits.LearnedWeights)
            .Select(static measure => (measure, 1.0, true));
    }

    private SegmentShape CompileSegment(string name, Dictionary<string, int> ranks, Dependencies dependencies)
    {
        var segment = _document.Segments[name];
        var when = _conditions.Compile(segment.When, $"$.segments.{name}.when", dependencies);
        var score = segment.Score ?? ConditionReferences.Scores(segment.When).FirstOrDefault();
        if (score is not null)
        {
            // The score at entry is carried on the change, but a change of the score alone does not change the membership.
            return new SegmentShape(name, when, _scoreIndex[score], ranks[name]);
        }

        return new SegmentShape(name, when, -1, ranks[name]);
    }

    private Dictionary<string, int> RankSegments() => _document.Segments
        .OrderByDescending(entry => entry.Value.Priority).ThenBy(entry => entry.Key, StringComparer.Ordinal)
        .Select((entry, rank) => (entry.Key, rank)).ToDictionary(entry => entry.Key, entry => entry.rank);

    private TriggerShape CompileTrigger(string name, TriggerDocument trigger, int index)
    {
        var path = $"$.triggers.{name}";
        var after = Named(trigger.After, path);
        MeasureSlot[] unless = [.. trigger.Unless.Select(measure => Named(measure, path)).Distinct()];
        after.Arms = [.. after.Arms, index];
        foreach (var slot in unless)
        {
            slot.Disarms = [.. slot.Disarms, index];
        }

        var key = MessageFingerprint.Of(string.Create(CultureInfo.InvariantCulture,
            $"{after.StoredKey}|{string.Join(',', unless.Select(slot => slot.StoredKey).Order())}|{trigger.Within.Ticks}|{trigger.Late.Ticks}"));
        int[] sources = [after.Index, .. unless.Select(slot => slot.Index)];
        return new TriggerShape(name, sources, trigger.Within.Ticks, trigger.Late.Ticks, key);
    }

    /// <summary>The fields that are indexed, and what each reads.</summary>
    private (IndexedField[] Fields, Dependencies[] Read) CompileFields()
    {
        var fields = new List<IndexedField>();
        fields.AddRange(_document.Traits.Where(static entry => entry.Value.IsIndexed).Select(entry => entry.Value.Type == ValueType.Date
            ? (IndexedField)new DateField(entry.Key, _isOfAccounts)
            : new TraitField(entry.Key, _isOfAccounts)));
        fields.AddRange(_document.ComputedTraits.Where(static entry => entry.Value.IsIndexed).Select(entry => FieldOf(_computed.ByName[entry.Key])));
        Dependencies[] ofTraits = [.. fields.Select(static field => new Dependencies { Traits = { field.Name } })];
        string[] scores = [.. _document.Scores.Where(static entry => entry.Value.IsIndexed).Select(static entry => entry.Key)];
        fields.AddRange(scores.Select(score => new ScoreField(score, _scoreIndex[score], _isOfAccounts)));
        return ([.. fields], [.. ofTraits, .. scores.Select(static score => new Dependencies { Scores = { score } })]);
    }

    private IndexedField FieldOf(ComputedTrait trait) =>
        trait.Rises ? new DaysSinceField(trait, _isOfAccounts)
        : trait is PredictionTrait prediction ? new PredictionField(prediction, _isOfAccounts)
        : new ComputedTraitField(trait, _isOfAccounts);

    private FrozenDictionary<string, SignalShape> CompileSignals()
    {
        var bySignal = _measures.Slots.ToLookup(slot => slot.Signal, StringComparer.Ordinal);
        return _document.Signals.Keys.Concat(_document.Triggers.Keys).Concat(bySignal.Select(group => group.Key)).Distinct(StringComparer.Ordinal)
            .ToFrozenDictionary(name => name, name => new SignalShape(
                name, _document.Signals.GetValueOrDefault(name), [.. bySignal[name]], ReadingOf(name), [.. _computed.Of(name), .. _patterns.Of(name)]));
    }

    private (string Name, int[] Slots)[] CompileOutcomes() => [.. _document.Signals
        .Where(entry => entry.Value.Outcome is not null)
        .GroupBy(entry => entry.Value.Outcome!, StringComparer.Ordinal)
        .Select(group => (group.Key, group.Select(entry => Named(entry.Key, "$.signals").Index).ToArray()))];

    private MeasureSlot Named(string name, string path) =>
        _measures.Find(name) ?? throw new InvalidOperationException($"{path}: there is no measure or signal type '{name}'");
}
