using PersonaGrain.Signals;

namespace PersonaGrain.Profiles;

public sealed class IdTests
{
    [Fact]
    public void Observe_keeps_the_newest_thousand_ids_and_hands_all_to_the_index_from_the_first_that_it_forgets()
    {
        var player = new Player(A.Catalog());
        var signals = Enumerable.Range(0, IdRing.Capacity + 50).Select(index => A.Signal($"id-{index}", "view", A.Start)).ToArray();
        player.Observe(signals[..IdRing.Capacity]).ShouldAllBe(verdict => verdict == ObservationVerdict.Accepted);
        (player.State.HasForgottenIds, player.Effects.NewIds.Count, player.Effects.KnownIds.Count).ShouldBe((false, 0, 0));

        player.Observe(signals[IdRing.Capacity]).ShouldBe(ObservationVerdict.Accepted);

        player.State.HasForgottenIds.ShouldBeTrue();
        player.Effects.NewIds.ShouldBe([Fingerprint(signals[IdRing.Capacity])]);
        player.Effects.KnownIds.ShouldBe(signals[..IdRing.Capacity].Select(Fingerprint));
        player.Observe(signals[(IdRing.Capacity + 1)..]);
        player.Effects.NewIds.ShouldBe(signals[IdRing.Capacity..].Select(Fingerprint));
        player.Effects.KnownIds.Count.ShouldBe(IdRing.Capacity);
        player.Observe(signals[50]).ShouldBe(ObservationVerdict.Duplicate);
    }

    [Fact]
    public void Observe_leaves_out_what_the_index_knows()
    {
        var player = new Player(A.Catalog());
        ObservationVerdict[] verdicts = [default, ObservationVerdict.Duplicate, default];

        player.Machine.Observe(
            player.State, [A.Signal("a", "view", A.Start), A.Signal("b", "view", A.Start), A.Signal("c", "view", A.Start)], A.Start, default, verdicts, player.Effects);

        verdicts.ShouldBe([ObservationVerdict.Accepted, ObservationVerdict.Duplicate, ObservationVerdict.Accepted]);
        player.Journal.Select(entry => entry.Signal.Id).ShouldBe(["a", "c"]);
    }

    [Fact]
    public void Observe_of_one_call_with_more_ids_than_are_remembered_takes_each_once()
    {
        var player = new Player(A.Catalog());
        var signals = Enumerable.Range(0, 1_500).Select(index => A.Signal($"id-{index}", "view", A.Start)).ToArray();

        var verdicts = player.Observe([.. signals, .. signals]);

        verdicts[..1_500].ShouldAllBe(verdict => verdict == ObservationVerdict.Accepted);
        verdicts[1_500..].ShouldAllBe(verdict => verdict == ObservationVerdict.Duplicate);
        player.State.Signals.ShouldBe(1_500);
        player.Effects.NewIds.ShouldBeUnique();
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
        ids.Add(0x0000_0001_0000_0007);
        ids.Add(0x0000_0002_0000_0007);
        ids.Add(0x0000_0003_0000_0009);

        ids.Contains(0x0000_0001_0000_0007).ShouldBeTrue();
        ids.Contains(0x0000_0002_0000_0007).ShouldBeTrue();
        ids.Contains(0x0000_0003_0000_0007).ShouldBeFalse();
        ids.Contains(0x0000_0003_0000_0009).ShouldBeTrue();
        ids.Contains(0x0000_0002_0000_0009).ShouldBeFalse();
        ids.At(1).ShouldBe(0x0000_0002_0000_0007UL);
    }

    private static ulong Fingerprint(Signal signal) => MessageFingerprint.Of(signal.Id);
}
