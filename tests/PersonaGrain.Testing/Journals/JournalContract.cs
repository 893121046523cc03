using PersonaGrain.Grid.Storage;
using PersonaGrain.Segments;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Triggers;

namespace PersonaGrain.Testing.Journals;

/// <summary>What the journal contracts share: one storage for each test, and short forms of what they do with it.</summary>
/// <typeparam name="THost">The storage.</typeparam>
public abstract class JournalContract<THost> : IAsyncLifetime
    where THost : JournalHost, new()
{
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(90));

    protected static readonly ProfileId Ada = Some.Profile();

    protected THost Host { get; } = new();

    protected IProfileJournal Journal => Host.Journal;

    /// <summary>Generous: it only ends a test that hangs.</summary>
    protected CancellationToken Deadline => _deadline.Token;

    public Task InitializeAsync() => Host.StartAsync(Deadline);

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        _deadline.Dispose();
    }

    protected static JournalEntry Signal(string? id = null, Instant? time = null) =>
        new JournalEntry.Observed(Some.Signal(id: id, time: time), Some.Now);

    protected static JournalEntry Entered(string segment = "chosen", int version = 1, double? score = null, Instant? at = null) =>
        new JournalEntry.Changed(new MembershipChange(segment, true, at ?? Some.Now, version, score));

    protected static JournalEntry Exited(string segment = "chosen", int version = 2) =>
        new JournalEntry.Changed(new MembershipChange(segment, false, Some.Now, version, null));

    protected static JournalEntry Fired(string trigger = "cart_abandoned", int version = 1) =>
        new JournalEntry.Fired(new TriggerFiring(trigger, Some.Now, version));

    protected async Task<AppendResult> TryAppendAsync(ProfileId profile, long first, Instant? wake, params JournalEntry[] entries) =>
        await Journal.AppendAsync(new ProfileAppend(profile, first, entries, wake), Deadline);

    protected async Task AppendAsync(ProfileId profile, long first, params JournalEntry[] entries) =>
        (await TryAppendAsync(profile, first, Instant.Never, entries)).ShouldBe(AppendResult.Appended.Instance);

    protected async Task WakeAtAsync(ProfileId profile, long first, Instant? wake, params JournalEntry[] entries) =>
        (await TryAppendAsync(profile, first, wake, entries)).ShouldBe(AppendResult.Appended.Instance);

    protected async Task<List<JournaledEntry>> ReadAsync(ProfileId profile, long after = 0)
    {
        var entries = new List<JournaledEntry>();
        await foreach (var entry in Journal.ReadAsync(profile, after, Deadline))
        {
            entries.Add(entry);
        }

        return entries;
    }

    protected async Task<string[]> IdsOfAsync(ProfileId profile) =>
        [.. (await ReadAsync(profile)).Select(entry => entry.Entry).OfType<JournalEntry.Observed>().Select(observed => observed.Signal.Id)];

    protected async Task<DueWake[]> DueAsync(ProfileId profile, Instant upTo) =>
        [.. await Journal.DueWakesAsync(Shards.OfSchedule(profile), upTo, null, 1_000, Deadline)];
}
