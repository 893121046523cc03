using System.Runtime.CompilerServices;
using PersonaGrain.Embedded.Segments;
using PersonaGrain.Grid;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Times;

/// <summary>A grid as of an instant that is not past: copies of the profiles that change until then live on, and are thrown away.</summary>
internal sealed class FutureGrid(EmbeddedGrid grid, Instant at) : GridAsOf(grid, at)
{
    private Task<List<ForeseenEvent>>? _foreseen;

    /// <inheritdoc />
    public override async Task<IReadOnlyList<SegmentView>> SegmentsAsync(CancellationToken cancellation)
    {
        var foreseen = await ForeseeAsync(cancellation);
        var ledgers = Grid.Engine.Readers.Read(LedgerReader.Read).ToDictionary(ledger => ledger.Name);
        foreach (var (_, kind, subject, instant, _, score) in foreseen.Where(each => each.Kind != GridEventKind.Triggered))
        {
            if (!ledgers.TryGetValue(subject, out var ledger))
            {
                ledgers[subject] = ledger = new SegmentLedger(0, subject);
            }

            ledger.Apply(kind == GridEventKind.Entered, instant, score);
        }

        var totals = ledgers.ToDictionary(entry => entry.Key, entry => entry.Value.Publish());
        return Grid.Show(name => totals.GetValueOrDefault(name, SegmentTotals.None));
    }

    /// <inheritdoc />
    public override async IAsyncEnumerable<Member> MembersAsync(string segment, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var changed = new Dictionary<ProfileId, Member?>();
        foreach (var each in (await ForeseeAsync(cancellation)).Where(each => each.Subject == segment && each.Kind != GridEventKind.Triggered))
        {
            changed[each.Profile] = each.Kind == GridEventKind.Entered ? new Member(each.Profile, each.At, each.Version) : null;
        }

        string? cursor = null;
        do
        {
            var page = await Grid.MembersAsync(segment, cursor, EmbeddedGrid.LargestPage, cancellation);
            foreach (var member in page?.Members ?? [])
            {
                if (!changed.ContainsKey(member.Profile))
                {
                    yield return member;
                }
            }

            cursor = page?.Next;
        }
        while (cursor is not null);

        foreach (var member in changed.Values)
        {
            if (member is { } entered)
            {
                yield return entered;
            }
        }
    }

    /// <inheritdoc />
    public override Task<ProfileView?> ProfileAsync(ProfileId profile, CancellationToken cancellation) => Grid.ReadAsync(
        profile,
        (machine, slot, _) =>
        {
            var copy = Foresight.Copy(machine, slot.State!);
            machine.Advance(copy, At, new ProfileEffects());
            return machine.View(profile, copy, At);
        },
        cancellation);

    /// <inheritdoc />
    public override async IAsyncEnumerable<GridEvent> EventsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var foreseen = await ForeseeAsync(cancellation);
        await foreach (var each in base.EventsAsync(cancellation))
        {
            yield return each;
        }

        var position = Grid.Engine.Feed.Last;
        foreach (var each in foreseen)
        {
            yield return new GridEvent(++position, each.Kind, each.Profile, each.Subject, each.At, each.Version);
        }
    }

    private async Task<List<ForeseenEvent>> ForeseeAsync(CancellationToken cancellation)
    {
        await Grid.SettleAsync(cancellation);
        _foreseen ??= Foresight.UntilAsync(Grid.Engine, At, cancellation);
        return await _foreseen;
    }
}
