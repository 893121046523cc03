using PersonaGrain.Grid.Storage;
using PersonaGrain.Journals.InMemory;
using PersonaGrain.Profiles;
using PersonaGrain.Profiles.Times;
using PersonaGrain.Signals;
using PersonaGrain.Testing;
using PersonaGrain.Turns;

namespace PersonaGrain.Catalogs.Previews;

public sealed class CatalogPreviewTests
{
    private const string Viewers = """{ "viewers": { "when": { "measure": "views", "count": { "atLeast": 2 } } } }""";

    private readonly CancellationToken _deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token;

    [Fact]
    public async Task Page_tells_of_the_instant_of_the_copy_whatever_arrives_before_the_past_is_learned_from()
    {
        var people = new GatedPeople();
        await people.ObserveAsync("ada");
        var preview = new CatalogPreview(people);
        people.Close();
        var page = preview.PageAsync(Candidate(), null, 10, _deadline).AsTask();
        await people.WaitForReadersAsync(1, _deadline);

        await people.ObserveAsync("ada");
        people.Open();

        (await page).Segments.ShouldHaveSingleItem().Members.ShouldBe(0);
        (await preview.PageAsync(Candidate(), null, 10, _deadline)).Segments[0].Members.ShouldBe(1);
    }

    [Fact]
    public async Task Two_pages_are_put_together_at_once_and_others_wait_until_one_is_done()
    {
        var people = new GatedPeople();
        await people.ObserveAsync("ada");
        var preview = new CatalogPreview(people);
        people.Close();

        Task<PreviewPage>[] pages = [.. Enumerable.Range(0, 3).Select(_ => preview.PageAsync(Candidate(), null, 10, _deadline).AsTask())];
        await people.WaitForReadersAsync(2, _deadline);
        people.Begun.ShouldBe(2, "a page keeps its room while people are moved");
        people.Open();

        (await Task.WhenAll(pages)).ShouldAllBe(static page => page.People == 1);
        people.Begun.ShouldBe(3);
    }

    [Fact]
    public async Task Page_that_nobody_waits_for_any_more_keeps_its_room_until_all_of_it_has_ended()
    {
        var people = new GatedPeople();
        await people.ObserveAsync("ada");
        var preview = new CatalogPreview(people);
        people.Close();
        using var given = new CancellationTokenSource();
        Task<PreviewPage>[] pages = [.. Enumerable.Range(0, 2).Select(_ => preview.PageAsync(Candidate(), null, 10, given.Token).AsTask())];
        await people.WaitForReadersAsync(2, _deadline);

        await given.CancelAsync();
        foreach (var page in pages)
        {
            await Should.ThrowAsync<OperationCanceledException>(page);
        }

        var next = preview.PageAsync(Candidate(), null, 10, _deadline).AsTask();
        people.Begun.ShouldBe(2, "what was begun has not ended");
        people.Open();
        (await next).People.ShouldBe(1);
    }

    [Fact]
    public async Task Fault_of_one_person_is_counted_and_that_of_storage_is_thrown()
    {
        var people = new GatedPeople();
        await people.ObserveAsync("ada");
        await people.ObserveAsync("bob");
        var preview = new CatalogPreview(people);

        people.Fault = new FormatException("an entry that can not be read");
        (await preview.PageAsync(Candidate(), null, 10, _deadline)).ShouldSatisfyAllConditions(
            static page => page.People.ShouldBe(0),
            static page => page.PassedOver.ShouldBe(2));

        people.Fault = new JournalUnavailableException("storage is away", TimeSpan.FromSeconds(1));
        await Should.ThrowAsync<JournalUnavailableException>(async () => await preview.PageAsync(Candidate(), null, 10, _deadline));
        people.Fault = null;
        (await preview.PageAsync(Candidate(), null, 10, _deadline)).People.ShouldBe(2);
    }

    [Fact]
    public async Task Journals_are_bounded_for_each_time_that_they_are_read()
    {
        var people = new GatedPeople();
        for (var view = 0; view < 3; view++)
        {
            await people.ObserveAsync("ada");
        }

        var all = await CountAsync(new BoundedJournals(people));
        var journals = new BoundedJournals(people, most: all);
        (await CountAsync(journals)).ShouldBe(all);
        (await CountAsync(journals)).ShouldBe(all);
        (await CountAsync(new BoundedJournals(people, through: 1))).ShouldBe(1);
        await Should.ThrowAsync<AsOfUnavailableException>(() => CountAsync(new BoundedJournals(people, most: all - 1)));
    }

    private async Task<int> CountAsync(BoundedJournals journals)
    {
        var count = 0;
        await foreach (var _ in journals.ReadAsync(Some.Actor(), 0, JournalEntryKinds.All, _deadline))
        {
            count++;
        }

        return count;
    }

    private static CatalogDocument Candidate() => Some.Catalog(segments: Viewers, measures: """{ "views": { "signal": "product_viewed", "where": { "department": "garden" } } }""");

    /// <summary>People in memory, whose journals are read only while a gate is open.</summary>
    private sealed class GatedPeople : IPreviewSource, IActorStorage
    {
        private static readonly CatalogInForce Now = CatalogInForce.Of(Catalog.Compile(Some.Catalog()), Some.Now);
        private readonly InMemoryJournal _journal = new();
        private readonly JournaledActors _actors;
        private readonly SortedSet<string> _names = [];
        private readonly SemaphoreSlim _readers = new(0);
        private TaskCompletionSource? _gate;
        private int _begun;

        internal GatedPeople() => _actors = new JournaledActors(_journal, ActorKinds.Standard, Now);

        public CatalogInForce InForce => Now;

        /// <summary>Pages that were begun.</summary>
        internal int Begun => Volatile.Read(ref _begun);

        /// <summary>What every read of a journal throws; null for nothing.</summary>
        internal Exception? Fault { get; set; }

        internal void Close() => _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        internal void Open()
        {
            var gate = _gate!;
            _gate = null;
            gate.SetResult();
        }

        internal async Task WaitForReadersAsync(int count, CancellationToken cancellation)
        {
            for (var reader = 0; reader < count; reader++)
            {
                await _readers.WaitAsync(cancellation);
            }
        }

        internal async Task ObserveAsync(string name)
        {
            _names.Add(name);
            await _actors.ObserveAsync(Some.Actor(name), [Some.Signal(attributes: Some.Attributes(("department", "garden")))], Some.Now, default);
        }

        public async ValueTask<PreviewedPeople> PeopleAsync(string? cursor, int limit, CancellationToken cancellation)
        {
            Interlocked.Increment(ref _begun);
            var people = new List<PreviewedPerson>();
            foreach (var name in _names)
            {
                var person = (Profile)(await _actors.ReadAsync(Some.Actor(name), Some.Now))!;
                people.Add(new PreviewedPerson(
                    new ProfileReading(person.ProfileId, person.Machine, ProfileMachine.Copy(person.State), Some.Now) { Sequence = person.Sequence }, this));
            }

            return new PreviewedPeople(people, 0, 1, null);
        }

        public ValueTask<bool> IsOfPersonAsync(ActorId person, Exception fault) => new(fault is FormatException);

        public ValueTask<StoredActor> LoadAsync(ActorId actor, CancellationToken cancellation) => throw new NotSupportedException();

        public async IAsyncEnumerable<JournaledEntry> ReadAsync(
            ActorId actor, long after, JournalEntryKinds kinds, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
        {
            if (_gate is { } gate)
            {
                _readers.Release();
                await gate.Task;
            }

            if (Fault is { } fault)
            {
                throw fault;
            }

            await foreach (var entry in _journal.ReadAsync(actor, after, kinds, CancellationToken.None))
            {
                yield return entry;
            }
        }

        public ValueTask<IReadOnlySet<ulong>> FindIdsAsync(ActorId actor, IReadOnlyList<ulong> ids, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
