using PersonaGrain.Catalogs;
using PersonaGrain.Identities;
using PersonaGrain.Identities.Rules;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Profiles;

public sealed class SnapshotTests
{
    private const string GoldenOfTheFirstFormat =
        "010101808084AEEAFD9DEF08048080DDDAD7E49DEF08808084AEEAFD9DEF080406053FC9262FA529020002808084AEEAFD9DEF088080A7D392198080" +
        "DDDAD7E49DEF08D2A0D318D87DFE3F000002008080A7D392190067BBBA1BC4429B69000000471E985B0E61789100808092C3AFF2050180B0F29FE4FC" +
        "9DEF080000000000000000F03F00C0F0F50B00018080E4D5F596B0DE11010000C0F0F50B527F8D62EF06FAC800000180E8E5E19AE59DEF0800000000" +
        "00000000F03F000000000204706C616E808088DCD4FBBBDE110469642D31010370726F0006766973697473FFFFFFFFFFFFFFFFFF0100000180E0E4BF" +
        "C8F9BBDE110469642D320202000000000000F03FFFFFFFFFFFFFFFFFFF010451296F7B0339FAFD8080BAB5AFC9BBDE1170093929D3A73A8C80D0918E" +
        "8601D233C75D6353F9B280B0BC989F31F91339257A469AACFF9FA39C8C0203046B65656E01808084AEEAFD9DEF0801000000000000F8FF077370656E" +
        "64657201808084AEEAFD9DEF0801000000000000F8FF047761726D018080DDDAD7E49DEF0801000000000040454001046C656674008080DDDAD7E49D" +
        "EF0801";

    private const string GoldenOfTheSecondFormat =
        "02010100808084AEEAFD9DEF08048080DDDAD7E49DEF08808084AEEAFD9DEF080406053FC9262FA529020002808084AEEAFD9DEF088080A7D39219D2" +
        "A0D318D87DFE3F000002008080A7D392190067BBBA1BC4429B69000000471E985B0E61789100808092C3AFF2050180B0F29FE4FC9DEF080000000000" +
        "0000F03F00C0F0F50B00018080E4D5F596B0DE11010000C0F0F50B527F8D62EF06FAC808000180E8E5E19AE59DEF0800000000000000F03F00000100" +
        "000204706C616E808088DCD4FBBBDE11010370726F0006766973697473FFFFFFFFFFFFFFFFFF01000180E0E4BFC8F9BBDE110202000000000000F03F" +
        "000351296F7B0339FAFDD233C75D6353F9B2F91339257A469AAC03046B65656E01808084AEEAFD9DEF0801000000000000F8FF077370656E64657201" +
        "808084AEEAFD9DEF0801000000000000F8FF047761726D018080DDDAD7E49DEF0801000000000040454001046C65667401B7C69FDF8B64650F028080" +
        "DDDAD7E49DEF0880E8888743020101808084AEEAFD9DEF0880E88887430100010180B0F29FE4FC9DEF0801";

    private const string Golden =
        "03010100808084AEEAFD9DEF08048080DDDAD7E49DEF08808084AEEAFD9DEF080406053FC9262FA529020002808084AEEAFD9DEF088080A7D39219D2" +
        "A0D318D87DFE3F000002008080A7D392190067BBBA1BC4429B690000007C66298D8AA16F8B00808092C3AFF2050180B0F29FE4FC9DEF080000000000" +
        "0000F03F00C0F0F50B00018080E4D5F596B0DE11010000C0F0F50B527F8D62EF06FAC808000180E8E5E19AE59DEF0800000000000000F03F00000100" +
        "000204706C616E808088DCD4FBBBDE1100010370726F0006766973697473FFFFFFFFFFFFFFFFFF0100000180E0E4BFC8F9BBDE110202000000000000" +
        "F03F000351296F7B0339FAFDD233C75D6353F9B2F91339257A469AAC03046B65656E01808084AEEAFD9DEF0801000000000000F8FF077370656E6465" +
        "7201808084AEEAFD9DEF0801000000000000F8FF047761726D018080DDDAD7E49DEF0801000000000040454001046C65667401F3EE60CDF18C1F1402" +
        "8080DDDAD7E49DEF0880E8888743020101808084AEEAFD9DEF0880E88887430100010180B0F29FE4FC9DEF080100";

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public void WriteSnapshot_gives_the_stored_bytes() => Convert.ToHexString(Played().Snapshot()).ShouldBe(Golden);

    [Fact]
    public void ReadSnapshot_of_stored_bytes_gives_the_profile()
    {
        var player = Played();
        var before = player.View();

        player.State = player.Machine.ReadSnapshot(Convert.FromHexString(Golden));

        player.State.IsIncomplete.ShouldBeFalse();
        player.View().ShouldBeEquivalentTo(before);
    }

    [Fact]
    public void Person_stands_at_the_end_where_there_is_one()
    {
        var player = Played();
        var at = new Instant(639_000_000_000_000_000);
        var (visitor, user) = (ProfileId.Parse("anonymous:7"), ProfileId.Parse("ann"));
        player.State.Person = new Person(user, [new IdentityLink(visitor, "anonymous", user, at, LinkRule.Signal, "m-1", "j-1")], [visitor]);
        var golden = "04" + Golden[2..]
            + "03616E6E" + "01" + "0B616E6F6E796D6F75733A37" + "09616E6F6E796D6F7573" + "03616E6E" + "8080CCB7A9C797DE11" + "02" + "036D2D31" + "036A2D31" + "01" + "0B616E6F6E796D6F75733A37";

        Convert.ToHexString(player.Snapshot()).ShouldBe(golden);

        var person = player.Machine.ReadSnapshot(Convert.FromHexString(golden)).Person.ShouldNotBeNull();
        (person.JoinedInto, person.Links.Single(), person.Parted.Single()).ShouldBe((user, player.State.Person.Links[0], visitor));
    }

    [Fact]
    public void What_a_rule_parted_stands_among_what_was_parted_with_the_rule_and_the_instant()
    {
        var player = Played();
        var at = new Instant(639_000_000_000_000_000);
        var (visitor, user) = (ProfileId.Parse("anonymous:7"), ProfileId.Parse("ann"));
        player.State.Person = new Person(null, [], [visitor]) { Ruled = [new PartedByRule(user, IdentityRule.Limit, at)] };
        var golden = "04" + Golden[2..] + "00" + "00" + "02" + "0B616E6F6E796D6F75733A37"
            + "18" + "616E6E" + "0A" + "34" + "0A" + Convert.ToHexString("639000000000000000"u8);

        Convert.ToHexString(player.Snapshot()).ShouldBe(golden);

        var person = player.Machine.ReadSnapshot(Convert.FromHexString(golden)).Person.ShouldNotBeNull();
        (person.Parted.Single(), person.Ruled.Single()).ShouldBe((visitor, player.State.Person.Ruled[0]));
    }

    [Theory]
    [InlineData(GoldenOfTheFirstFormat)]
    [InlineData(GoldenOfTheSecondFormat)]
    public void ReadSnapshot_of_an_earlier_format_gives_the_profile_once_it_learned_from_history(string golden)
    {
        var player = Played();
        var before = player.View();

        player.State = player.Machine.ReadSnapshot(Convert.FromHexString(golden));

        player.State.IsIncomplete.ShouldBeTrue();
        player.Learn();
        player.View().ShouldBeEquivalentTo(before);
        player.Changes.Count.ShouldBe(3);
    }

    [Fact]
    public void ReadSnapshot_any_cut_is_a_format_fault()
    {
        var player = Played();
        var bytes = player.Snapshot();
        for (var length = 0; length < bytes.Length; length++)
        {
            Should.Throw<FormatException>(() => player.Machine.ReadSnapshot(bytes.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Rebase_segment_that_is_gone_is_exited_and_comes_back_with_its_version()
    {
        var player = new Player(A.Catalog(("keen", A.Count("view", A.AtLeast(1)))));
        player.Observe("view");
        var with = player.Machine;
        var without = A.Machine(A.Catalog() with { Version = 2 });

        player.Move(without).ShouldBeFalse();
        (player.Changes[^1].Segment, player.Changes[^1].Entered, player.Changes[^1].Version).ShouldBe(("keen", false, 2));
        player.Segments.ShouldBeEmpty();

        player.Move(with).ShouldBeFalse();
        (player.Changes[^1].Entered, player.Changes[^1].Version).ShouldBe((true, 3));
    }

    [Fact]
    public void Rebase_trigger_that_is_new_does_not_fire_for_what_is_long_past()
    {
        var player = new Player(A.Catalog());
        player.Observe("view");
        player.Pass(Day);
        var machine = A.Machine(A.Catalog() with
        {
            Version = 2,
            Triggers = new Dictionary<string, TriggerDocument> { ["left"] = new("view", ["order"], TimeSpan.FromMinutes(30)) },
        });

        player.Move(machine);
        player.Pass(Day);
        player.Firings.ShouldBeEmpty();

        player.Observe("view");
        player.Pass(Day);
        player.Firings.Count.ShouldBe(1);
    }

    [Fact]
    public void Rebase_longer_sum_window_takes_late_values_into_its_older_part()
    {
        var player = new Player(A.Catalog(("spender", A.Sum("order", A.AtLeast(10), 7 * Day))));
        player.Pass(60 * Day);
        player.Observe("order", -Day, 4);

        player.Move(A.Machine(A.Catalog(("spender", A.Sum("order", A.AtLeast(10), 30 * Day))) with { Version = 2 })).ShouldBeFalse();
        player.Observe("order", -(20 * Day), 6);

        player.Segments.ShouldBe(["spender"]);
    }

    private static Player Played()
    {
        var catalog = A.Catalog(
            ("keen", A.Count("view", A.AtLeast(2), 7 * Day)),
            ("spender", A.Sum("order", A.AtLeast(10), 30 * Day)),
            ("warm", A.Score("interest", A.AtLeast(5)))) with
        {
            Scores = new Dictionary<string, ScoreDocument> { ["interest"] = A.ScoreOf(("view", 1)) },
            Triggers = new Dictionary<string, TriggerDocument> { ["left"] = new("view", ["order"], TimeSpan.FromMinutes(30)) },
        };
        var player = new Player(catalog);
        player.Observe("view");
        player.Pass(Day);
        player.Observe("view", null, null, A.Set("plan", AttributeValue.Of("pro")));
        player.Observe("order", -TimeSpan.FromHours(1), 12.5, new TraitChange("visits", TraitOperation.Increment, AttributeValue.Of(1)));
        return player;
    }
}
