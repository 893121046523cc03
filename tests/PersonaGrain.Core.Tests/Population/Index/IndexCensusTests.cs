using System.Buffers;
using PersonaGrain.Catalogs;
using PersonaGrain.Population.Census;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Testing;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Population.Index;

public sealed class IndexCensusTests
{
    private static readonly ProfileMachine Machine = A.Machine(A.Catalog(("buyers", A.Count("order", A.AtLeast(1))), ("viewers", A.Count("view", A.AtLeast(1)))) with
    {
        Traits = new Dictionary<string, TraitDocument>
        {
            ["email"] = new(Catalogs.ValueType.String, Format: "email"), ["born"] = new(Catalogs.ValueType.Date),
        },
        Scores = new Dictionary<string, ScoreDocument> { ["interest"] = A.ScoreOf(("view", 1)) },
        Triggers = new Dictionary<string, TriggerDocument> { ["left"] = new("view", ["order"], TimeSpan.FromMinutes(30)) },
    });

    private static readonly Instant Now = A.Start + TimeSpan.FromDays(40);

    [Fact]
    public void Characteristics_are_counted_in_all_and_in_each_segment()
    {
        var census = Count(
            Person("a", A.Signal("1", "view", A.Start, null, A.Set("city", AttributeValue.Of("Oslo")), A.Set("age", AttributeValue.Of(42)))),
            Person("b", A.Signal("1", "order", Now, 9, A.Set("city", AttributeValue.Of("Oslo")), A.Set("born", AttributeValue.Of("1985-03-02"))), A.Signal("2", "view", Now)),
            Person("c", A.Signal("1", "order", Now, 9, A.Set("tags", AttributeValue.Of([AttributeValue.Of("x"), AttributeValue.Of("y"), AttributeValue.Of("x")])), A.Set("email", AttributeValue.Of("c@example.org")))));

        Of(census.People).ShouldBe((3, 2, 2));
        Of(census.Overlaps[0]).ShouldBe((2, 2, 1));
        Text(census, "city", "Oslo").ShouldBe((2, 1, 2));
        Text(census, "tags", "x").ShouldBe((1, 1, 0));
        Text(census, "born", "1985").ShouldBe((1, 1, 1));
        Of(Trait(census, "age").Ranges.Single().Counts).ShouldBe((1, 0, 1));
        census.Traits.Select(trait => trait.Key).Order().ShouldBe(["age", "born", "city", "tags"]);
        Occurred(census, CharacteristicKind.Measure, "view", Characteristic.Ever).ShouldBe((2, 1, 2));
        Occurred(census, CharacteristicKind.Measure, "view", Characteristic.Lately).ShouldBe((1, 1, 1));
        Occurred(census, CharacteristicKind.Trigger, "left", Characteristic.Ever).ShouldBe((1, 0, 1));
        census.Occurrences.Where(one => one.Characteristic.Kind == CharacteristicKind.Score).Sum(one => one.Counts.All).ShouldBe(3);
        census.Scores.Single().Sum.All.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Many_numbers_are_counted_in_coarser_bins_in_whatever_order_and_parts_they_come()
    {
        var people = Enumerable.Range(0, 3_000).Select(index => Person($"p{index}", A.Signal("1", "view", Now, null, A.Set("spend", AttributeValue.Of(index * 0.5))))).ToArray();
        var whole = Count(people);
        var parts = Count(people[2_000..]);
        var read = new IndexCensus(Machine.Catalog);
        read.Read(Bytes(Count([.. people[..2_000].Reverse()])));
        parts.Merge(read);

        Bytes(parts).ShouldBe(Bytes(whole));
        var ranges = Trait(whole, "spend").Ranges.ToArray();
        ranges.Length.ShouldBeInRange(2, TraitValues.Most);
        ranges.ShouldAllBe(range => range.Counts.All == Enumerable.Range(0, 3_000).Count(index => index * 0.5 >= range.From && index * 0.5 < range.To));
    }

    /// <summary>1,400 people, of whom some share values: more than 1,000 texts a trait, 10,000 of all traits together, and 10,000 bins.</summary>
    [Fact]
    public void Any_parts_in_any_order_count_the_same_values_and_each_of_them_whole()
    {
        const int Traits = 12;
        static string Name(int index, int trait) => $"v{index % (1_200 - (trait * 40))}";
        var people = Enumerable.Range(0, 1_400).Select(index => Person($"p{index}", A.Signal("1", index % 3 == 0 ? "order" : "view", Now, null,
        [
            .. Enumerable.Range(0, Traits).Select(trait => A.Set($"text{trait}", AttributeValue.Of(Name(index, trait)))),
            .. Enumerable.Range(0, Traits).Select(trait => A.Set($"number{trait}", AttributeValue.Of((double)(100 + (index % 900))))),
            A.Set("spend", AttributeValue.Of(index * 0.5)),
            A.Set("tags", AttributeValue.Of([AttributeValue.Of($"a{index}"), AttributeValue.Of($"b{index}"), AttributeValue.Of($"a{index}")])),
        ]))).ToArray();
        var whole = Count(people);
        var chance = new Random(7);

        foreach (var number in new[] { 1, 2, 5, 11 })
        {
            var parts = people.OrderBy(_ => chance.Next()).GroupBy(_ => chance.Next(number)).Select(part => Count([.. part])).OrderBy(_ => chance.Next()).ToArray();
            var all = Count();
            for (var place = 0; place < parts.Length; place++)
            {
                Merge(all, parts[place], asBytes: place % 2 == 1);
            }

            Bytes(all).AsSpan().SequenceEqual(Bytes(whole)).ShouldBeTrue($"{number} parts");
        }

        whole.Traits.Sum(trait => trait.Value.Texts.Count()).ShouldBe(IndexCensus.MostValues);
        whole.Traits.ShouldAllBe(trait => trait.Value.Texts.Count() <= TraitValues.Most && trait.Value.Ranges.Count() <= TraitValues.Most);
        Trait(whole, "number0").Ranges.Count().ShouldBe(90, "there are too many bins of three digits");
        foreach (var (text, counts) in Trait(whole, "text11").Texts)
        {
            var having = Enumerable.Range(0, people.Length).Where(index => Name(index, 11) == text).ToArray();
            Of(counts).ShouldBe((having.Length, having.Count(index => index % 3 == 0), having.Count(index => index % 3 != 0)), text);
        }
    }

    /// <summary>What silos of one version send each other: one account in one segment, with one trait and one measure.</summary>
    [Fact]
    public void What_is_counted_of_accounts_is_golden_and_read_again()
    {
        var catalog = Catalog.Compile(Some.Catalog(accounts: """
            { "traits": { "plan": { "type": "string" } }, "segments": { "viewing": { "when": { "signal": "product_viewed", "count": { "atLeast": 1 } } } } }
            """));
        var machine = new ProfileMachine(catalog.OfAccounts, PopulationModel.Empty);
        var (state, census, read) = (machine.Create(A.Start), new CensusSummary(catalog).Section<AccountIndexCensus>()!, new CensusSummary(catalog).Section<AccountIndexCensus>()!);
        machine.Observe(state, A.Signal("1", "product_viewed", A.Start, null, A.Set("plan", AttributeValue.Of("gold"))), A.Start, new TurnEffects());
        census.AddAccount(new CensusSubject(ProfileId.Parse("account:acme"), machine, state, A.Start), 1);

        Convert.ToHexString(Bytes(census.Accounts)).ShouldBe(GoldenOfAccounts);
        read.Read(Convert.FromHexString(GoldenOfAccounts));

        Bytes(read.Accounts).ShouldBe(Bytes(census.Accounts));
        (read.Name, read.Accounts.People.All).ShouldBe(("account-index", 1));
    }

    private const string GoldenOfAccounts = "02020202020200000000000000000202000000000000000000000104706C616E000104676F6C640202000300";

    private static (long All, long Buyers, long Viewers) Of(SegmentCounts counts) => (counts.All, counts[0], counts[1]);

    private static TraitValues Trait(IndexCensus census, string name) => census.Traits.Single(trait => trait.Key == name).Value;

    private static (long, long, long) Text(IndexCensus census, string trait, string text) => Of(Trait(census, trait).Texts.Single(one => one.Key == text).Value);

    private static (long, long, long) Occurred(IndexCensus census, CharacteristicKind kind, string name, string when) =>
        Of(census.Occurrences.Single(one => one.Characteristic == new Characteristic(kind, name, when)).Counts);

    private static CensusSubject Person(string name, params Signal[] signals)
    {
        var state = Machine.Create(A.Start);
        var effects = new TurnEffects();
        foreach (var signal in signals)
        {
            Machine.Observe(state, signal, signal.Time, effects);
        }

        Machine.Advance(state, Now, effects);
        return new CensusSubject(ProfileId.Parse(name), Machine, state, Now);
    }

    private static IndexCensus Count(params CensusSubject[] people)
    {
        var census = new IndexCensus(Machine.Catalog);
        Array.ForEach(people, person => census.Add(person, 1));
        return census;
    }

    private static void Merge(IndexCensus all, IndexCensus part, bool asBytes)
    {
        if (asBytes)
        {
            var read = new IndexCensus(Machine.Catalog);
            read.Read(Bytes(part));
            part = read;
        }

        all.Merge(part);
    }

    private static byte[] Bytes(IndexCensus census)
    {
        var buffer = new ArrayBufferWriter<byte>();
        census.Write(buffer);
        return buffer.WrittenSpan.ToArray();
    }
}
