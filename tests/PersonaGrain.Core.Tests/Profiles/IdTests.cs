using PersonaGrain.Signals;

namespace PersonaGrain.Profiles;

public sealed class IdTests
{
    [Fact]
    public void Observe_older_than_the_remembered_ids_asks_for_the_journal()
    {
        var player = new Player(A.Catalog());
        var signals = Enumerable.Range(0, IdRing.Capacity + 50).Select(index => A.Signal($"id-{index}", "view", A.Start + TimeSpan.FromSeconds(index))).ToArray();
        foreach (var signal in signals)
        {
            player.Observe(signal).ShouldBe(ObservationVerdict.Accepted);
        }

        player.Observe(signals[10]).ShouldBe(ObservationVerdict.NeedsHistory);
        player.Observe(signals[60]).ShouldBe(ObservationVerdict.Duplicate);
        player.State.History = new IdHistory();
        foreach (var signal in signals)
        {
            player.State.History.Add(signal.Id);
        }

        player.Observe(signals[10]).ShouldBe(ObservationVerdict.Duplicate);
        var late = A.Signal("late", "view", A.Start);
        player.Observe(late).ShouldBe(ObservationVerdict.Accepted);
        player.Observe(late).ShouldBe(ObservationVerdict.Duplicate);
        player.State.Signals.ShouldBe(signals.Length + 1);
    }

    [Fact]
    public void Of_a_message_id_stays_what_is_stored_in_snapshots()
    {
        MessageFingerprint.Of("id-1").ShouldBe(12896430694192329682UL);
        MessageFingerprint.Of("a-message-id-of-usual-length-4711").ShouldBe(12413266914737740364UL);
    }

    [Fact]
    public void EstimatedBytes_of_a_profile_with_ten_measures_and_thirty_signals_is_below_two_kilobytes()
    {
        var catalog = A.Catalog([.. Enumerable.Range(1, 5).Select(index => ($"segment_{index}", A.Count($"measure_{index}", A.AtLeast(3), TimeSpan.FromDays(index))))
            ]) with
        {
            Signals = Enumerable.Range(0, 10).ToDictionary(index => $"measure_{index}", _ => A.Type()),
        };
        var player = new Player(catalog);
        for (var signal = 0; signal < 30; signal++)
        {
            player.Observe($"measure_{signal % 10}");
        }

        player.State.EstimatedBytes.ShouldBeInRange(500, 2_048);
    }

    [Fact]
    public void Contains_tells_ids_apart_that_share_half_of_their_bits()
    {
        var ids = new IdRing();
        ids.Add(0x0000_0001_0000_0007, A.Start.Ticks);
        ids.Add(0x0000_0002_0000_0007, A.Start.Ticks);
        ids.Add(0x0000_0003_0000_0009, A.Start.Ticks);

        ids.Contains(0x0000_0001_0000_0007).ShouldBeTrue();
        ids.Contains(0x0000_0002_0000_0007).ShouldBeTrue();
        ids.Contains(0x0000_0003_0000_0007).ShouldBeFalse();
        ids.Contains(0x0000_0003_0000_0009).ShouldBeTrue();
        ids.Contains(0x0000_0002_0000_0009).ShouldBeFalse();
        ids.At(1).Id.ShouldBe(0x0000_0002_0000_0007UL);
    }
}
