using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Indexing;
using PersonaGrain.Journals.InMemory;
using PersonaGrain.Learning.Population;
using PersonaGrain.Population;
using PersonaGrain.Population.Census;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Journals;
using PersonaGrain.Testing.Reference;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Laws;

/// <summary>One life of a few profiles, lived twice: in turns over a journal, and on the reference grid.</summary>
internal sealed class TurnLife
{
    private const int Profiles = 4;
    private static readonly TimeSpan PopulationInterval = TimeSpan.FromMinutes(10);
    private static readonly AppendFault[] Faults = [AppendFault.Before, AppendFault.After, AppendFault.Conflict];

    private readonly ManualTimeProvider _clock = new(A.Start);
    private readonly InMemoryJournal _journal = new();
    private readonly FaultyJournal _faulty;
    private readonly JournaledActors _actors;
    private readonly ReferenceGrid _reference;
    private readonly bool _isFaulty;
    private readonly int[] _bulk = new int[Profiles];
    private Instant _published = A.Start;
    private int? _tried;
    private bool _hasForgotten;
    private int _ids;

    internal TurnLife(bool isFaulty)
    {
        _isFaulty = isFaulty;
        _faulty = new FaultyJournal(_journal);
        var catalog = Document(1);
        _actors = new JournaledActors(_faulty, new ActorKinds([]), CatalogInForce.Of(Catalog.Compile(catalog), A.Start));
        _reference = new ReferenceGrid(new ReferenceStore(), catalog, _clock, int.MaxValue);
    }

    private Instant Now => _clock.Now;

    /// <summary>One thing that happens, and a number that says the rest.</summary>
    internal sealed record Step(int Kind, int Chance);

    internal async Task LiveAsync(Step[] steps)
    {
        foreach (var step in steps)
        {
            await StepAsync(step.Kind, new Random(step.Chance));
            if (step.Chance % 3 == 0)
            {
                await CompareAsync();
            }
        }

        await CompareAsync();
        _clock.Advance(TimeSpan.FromSeconds(1_000));
        await CompareAsync();
    }

    private async Task StepAsync(int kind, Random random)
    {
        var someone = Id(random.Next(Profiles));
        _hasForgotten |= kind is >= 13 and <= 16;
        switch (kind)
        {
            case < 6:
                await ObserveAsync([.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => Next(random))], null);
                break;
            case 6 or 7:
                await ObserveAsync([.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => Next(random))], Now - TimeSpan.FromSeconds(random.Next(60)));
                break;
            case 8:
                await ObserveAsync(Bulk(random.Next(Profiles), random), null);
                break;
            case < 12:
                _clock.Advance(TimeSpan.FromSeconds(random.Next(1, kind == 11 ? 700 : 60)));
                await SettleAsync();
                break;
            case 12:
                _clock.Advance(TimeSpan.FromSeconds(random.Next(1, 60)));
                break;
            case 13:
                _actors.Snapshot(someone);
                break;
            case 14:
                _actors.Evict(someone);
                break;
            case 15:
                _actors.Snapshot(someone);
                _actors.Evict(someone);
                break;
            case 16:
                _actors.Crash();
                break;
            case 17:
                await ReplaceAsync();
                break;
            default:
                FailNext(random);
                break;
        }
    }

    private async Task ObserveAsync(Observation[] observations, Instant? began)
    {
        var expected = (ObserveResult.Observed)(began is { } start
            ? await _reference.ImportAsync(observations, start, default)
            : await _reference.ObserveAsync(observations, default));
        var hits = _faulty.Hits;
        var outcomes = new ObservationOutcome[observations.Length];
        foreach (var ofOne in observations.Select((one, place) => (one, place)).GroupBy(entry => entry.one.Profile))
        {
            var intake = began is { } instant ? Intake.History(instant) : Intake.News;
            var taken = await _actors.ObserveAsync(ActorId.Of(ofOne.Key), [.. ofOne.Select(entry => entry.one.Signal)], Now, intake);
            foreach (var (outcome, place) in taken.Zip(ofOne.Select(entry => entry.place)))
            {
                outcomes[place] = outcome;
            }
        }

        if (hits == _faulty.Hits)
        {
            outcomes.ShouldBe(expected.Outcomes);
        }
    }

    /// <summary>As hosts do: a walk through all profiles ends before anything else comes into force.</summary>
    private async Task ReplaceAsync()
    {
        await SettleAsync();
        await _actors.AllAsync(Now);
        var document = Document(_actors.Catalog.Version + 1);
        (await _reference.ReplaceCatalogAsync(document, default)).ShouldBeOfType<CatalogChange.Applied>();
        _actors.Catalog = new CatalogInForce(
            new ProfileMachine(Catalog.Compile(document), _actors.Catalog.Machine.Population), Now, _actors.Catalog.Publication);
    }

    private async Task SettleAsync()
    {
        await _actors.AdvanceAsync(Now);
        if (Now >= _published + CensusInterval.After(_actors.Catalog.Machine, PopulationInterval, _tried))
        {
            await _actors.AllAsync(Now);
            await PublishAsync();
        }

        await _reference.SettleAsync(default);
    }

    private async Task PublishAsync()
    {
        (_published, _tried) = (Now, _actors.Catalog.Version);
        var (catalog, before) = (_actors.Catalog, _actors.Catalog.Publication);
        var summary = new CensusSummary(catalog.Catalog);
        foreach (var profile in (await _actors.AllAsync(Now)).Cast<Profile>())
        {
            summary.Add(new CensusSubject(profile.ProfileId, profile.Machine, profile.State, Now));
            await CensusReading.LearnAsync(summary, profile.ProfileId, profile.Machine, Now, CensusSample.All, _actors, default);
        }

        var after = PopulationLearner.Learn(summary, catalog.Machine.Population, before.Number + 1, Now);
        var isDecisive = after.Decides(catalog.Catalog, catalog.Machine.Population);
        var number = before.Number + 1;
        _actors.Catalog = catalog with
        {
            Machine = new ProfileMachine(catalog.Catalog, after),
            Publication = new Publication(number, Now, isDecisive ? number : before.Decisive, isDecisive ? Now : before.DecisiveAt),
        };
    }

    private void FailNext(Random random)
    {
        for (var fault = 0; _isFaulty && fault < random.Next(1, 4); fault++)
        {
            _faulty.FailAppend(Faults[random.Next(Faults.Length)]);
        }
    }

    private async Task CompareAsync()
    {
        await SettleAsync();
        var views = new List<ProfileView>();
        foreach (var actor in await _actors.AllAsync(Now))
        {
            var profile = (Profile)actor;
            var expected = (await _reference.ProfileAsync(profile.ProfileId, default)).ShouldNotBeNull();
            views.Add(expected);
            expected.ShouldAgree(profile.Machine.View(profile.ProfileId, profile.State, Now), comparesVersions: true);
        }

        await CompareIndexAsync(views);
        var told = (await _journal.EventsAsync(0, int.MaxValue, default)).Events;
        told.Select(Tell).ShouldBe((await _reference.EventsAsync(0, int.MaxValue, default)).Events.Select(Tell), ignoreOrder: true);
        told.ShouldAllBe(one => one.Committed >= one.At);
        if (!_isFaulty && !_hasForgotten)
        {
            // Which deadlines a late signal shows to be missed depends on what is still remembered of others.
            _actors.Missed.OrderBy(entry => entry.Key).ShouldBe((await _reference.StatusAsync(default)).MissedTriggers.OrderBy(entry => entry.Key));
        }
    }

    /// <summary>The index has what a look at every profile gives, without that look.</summary>
    private async Task CompareIndexAsync(IReadOnlyList<ProfileView> views)
    {
        foreach (var field in _actors.Catalog.Catalog.IndexedFields)
        {
            var found = views.Select(view => (view.Id, Value: field.Name.StartsWith(IndexedField.ScorePrefix, StringComparison.Ordinal) ? AttributeValue.Of(view.Scores[field.Name[IndexedField.ScorePrefix.Length..]]) : view.Traits.GetValueOrDefault(field.Name)))
                .Where(static one => one.Value.Kind is not (AttributeKind.None or AttributeKind.List)).ToArray();
            var indexed = await _journal.IndexPageAsync(field.Key, IndexRange.All, null, descending: true, 1_000, default);
            var values = indexed.ToDictionary(static entry => entry.Actor.Profile, entry => field.ValueOf(entry.Key, Now));
            values.Keys.ShouldBe(found.Select(static one => one.Id), ignoreOrder: true, field.Name);
            foreach (var (profile, value) in found)
            {
                (field.Error > 0 ? Math.Abs(values[profile].Number - value.Number) <= (field.Error * Math.Max(1, Math.Abs(value.Number))) + 1e-6 : SortKey.Of(values[profile]) == SortKey.Of(value))
                    .ShouldBeTrue($"{field.Name} of {profile} is {value} and {values[profile]} in the index");
            }
        }
    }

    private Observation Next(Random random)
    {
        var late = random.Next(3) == 0 ? random.Next(200) : random.Next(20) == 0 ? random.Next(6_000) : 0;
        var number = random.Next(8) == 0 ? random.Next(_ids + 1) : _ids++;
        var arrival = new Arrival(number, (int)(Now - A.Start).TotalSeconds, late, random.Next(12), random.Next(90));
        return new Observation(Id(random.Next(Profiles)).Profile, arrival.Signal);
    }

    /// <summary>Hundreds of signals of one profile in one call, among them some that came long ago.</summary>
    private Observation[] Bulk(int profile, Random random)
    {
        var from = Math.Max(0, _bulk[profile] - random.Next(1_000));
        _bulk[profile] += random.Next(200, 600);
        return [.. Enumerable.Range(from, _bulk[profile] - from)
            .Select(index => new Observation(Id(profile).Profile, A.Signal($"bulk-{index}", "unheard_of", Now)))];
    }

    private static ActorId Id(int profile) => ActorId.Of(ProfileId.Parse($"visitor-{profile}"));

    private static string Tell(GridEvent one) => $"{one.Profile} {one.Kind} {one.Subject} {one.Version} {one.At} {one.Cause}";

    /// <summary>Catalogs that differ in what segments ask, in what measures mean, and in what triggers wait for.</summary>
    private static CatalogDocument Document(int version) => LawCatalog.Document with
    {
        Version = version,
        ComputedTraits = LawCatalog.Document.ComputedTraits
            .Select((trait, place) => KeyValuePair.Create(trait.Key, trait.Value with { IsIndexed = (place + version) % 6 == 0 && trait.Value.Type != Catalogs.ValueType.List }))
            .ToDictionary(),
        Scores = LawCatalog.Document.Scores.Select((score, place) => KeyValuePair.Create(score.Key, score.Value with { IsIndexed = (place + version) % 3 == 0 })).ToDictionary(),
        Segments = LawCatalog.Document.Segments.Where((segment, place) => (place + version) % 5 > 0 || segment.Key is "calm" or "keen" or "spender").ToDictionary(),
        Triggers = version % 3 == 0
            ? LawCatalog.Document.Triggers
            : LawCatalog.Document.Triggers.ToDictionary(
                trigger => trigger.Key, trigger => trigger.Value with { Within = trigger.Value.Within + TimeSpan.FromSeconds(version % 3), Late = TimeSpan.FromSeconds(90) }),
    };
}
