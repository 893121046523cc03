using System.Runtime.CompilerServices;
using PersonaGrain.Embedded.Segments;
using PersonaGrain.Embedded.Snapshots;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Times;

/// <summary>A grid as of an instant that is past.</summary>
internal sealed class PastGrid(EmbeddedGrid grid, Instant at) : GridAsOf(grid, at)
{
    /// <inheritdoc />
    public override Task<IReadOnlyList<SegmentView>> SegmentsAsync(CancellationToken cancellation) => Task.Run(
        () =>
        {
            var totals = Grid.Engine.Readers.Read(ReadTotals);
            return Grid.Show(name => totals.GetValueOrDefault(name, SegmentTotals.None));
        },
        cancellation);

    /// <inheritdoc />
    public override async IAsyncEnumerable<Member> MembersAsync(string segment, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // The newest change of each profile up to the instant says whether it was in; versions count the changes of a profile.
        var members = await Task.Run(() => Grid.Engine.Readers.Read(connection => ReadMembers(connection, segment)), cancellation);
        foreach (var member in members)
        {
            yield return member;
        }
    }

    /// <inheritdoc />
    public override async Task<ProfileView?> ProfileAsync(ProfileId profile, CancellationToken cancellation)
    {
        var place = await Grid.FindAsync(profile, cancellation);
        return place is null ? null : await Task.Run(() => Replay(profile, place.DurableJournalHead), cancellation);
    }

    private ProfileView? Replay(ProfileId profile, long head)
    {
        var signals = Grid.Engine.Readers.Read(connection => JournalReader.Walk(connection, head)
            .Select(entry => entry.Signal)
            .Where(signal => signal.Time <= At && !signal.Id.StartsWith("trigger:", StringComparison.Ordinal))
            .Reverse()
            .OrderBy(signal => signal.Time)
            .ToList());
        if (signals.Count == 0)
        {
            return null;
        }

        var machine = Grid.Engine.Partitions[0].Machine;
        var effects = new ProfileEffects();
        var state = machine.Create(signals[0].Time);
        state.History = new IdHistory();
        foreach (var signal in signals)
        {
            machine.Observe(state, signal, Instant.Max(state.AsOf, signal.Time), effects);
            effects.Clear();
        }

        machine.Advance(state, At, effects);
        return machine.View(profile, state, At);
    }

    private Dictionary<string, SegmentTotals> ReadTotals(StoreConnection connection)
    {
        var ledgers = new Dictionary<string, SegmentLedger>();
        using var read = connection.Once("SELECT subject, kind, at, score FROM events WHERE kind <> ?1 AND at <= ?2");
        read.Bind(1, (long)GridEventKind.Triggered).Bind(2, At);
        while (read.Step())
        {
            var name = read.Text(0);
            if (!ledgers.TryGetValue(name, out var ledger))
            {
                ledgers[name] = ledger = new SegmentLedger(0, name);
            }

            ledger.Apply(read.Number(1) == (long)GridEventKind.Entered, read.Instant(2), read.Real(3));
        }

        return ledgers.ToDictionary(entry => entry.Key, entry => entry.Value.Publish());
    }

    private List<Member> ReadMembers(StoreConnection connection, string segment)
    {
        using var read = connection.Once(
            """
            SELECT p.id, e.at, max(e.version), e.kind FROM events e JOIN profiles p ON p.key = e.profile
            WHERE e.subject = ?1 AND e.kind <> ?2 AND e.at <= ?3 GROUP BY e.profile ORDER BY e.profile
            """);
        read.Bind(1, segment).Bind(2, (long)GridEventKind.Triggered).Bind(3, At);
        var members = new List<Member>();
        while (read.Step())
        {
            if (read.Number(3) == (long)GridEventKind.Entered)
            {
                members.Add(new Member(ProfileId.Parse(read.Text(0)), read.Instant(1), (int)read.Number(2)));
            }
        }

        return members;
    }
}
