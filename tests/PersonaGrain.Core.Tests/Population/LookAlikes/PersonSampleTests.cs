using System.Buffers;
using PersonaGrain.Binary;
using PersonaGrain.Catalogs;
using PersonaGrain.Signals;
using PersonaGrain.Testing;

namespace PersonaGrain.Population.LookAlikes;

/// <summary>The people with the least numbers, in any parts and any order; and what is left when some are taken out.</summary>
public sealed class PersonSampleTests
{
    private const int Most = 10;

    [Fact]
    public void Any_parts_in_any_order_give_the_same_and_are_read_as_they_were_written()
    {
        var random = new Random(4);
        for (var round = 0; round < 200; round++)
        {
            ulong[] people = [.. Enumerable.Range(0, random.Next(0, 60)).Select(_ => (ulong)random.NextInt64()).Distinct()];
            var whole = Of(people);
            var parts = people.GroupBy(_ => random.Next(4)).Select(part => Read(Bytes(Of([.. part.Reverse()])))).OrderBy(_ => random.Next()).ToArray();
            var merged = new PersonSample(Most);
            foreach (var part in parts)
            {
                merged.Merge(part);
            }

            Bytes(merged).ShouldBe(Bytes(whole));
            whole.People.ShouldBe(people.Length);
            whole.Kept.Select(static one => one.Person).ShouldBe(people.Order().Take(Most));
        }
    }

    [Fact]
    public void Who_is_taken_out_of_a_sample_with_room_was_never_there()
    {
        var sample = Of([5, 3, 9]);

        sample.Count(3, -1);

        Bytes(sample).ShouldBe(Bytes(Of([5, 9])));
    }

    [Fact]
    public void Who_is_taken_out_of_a_full_sample_leaves_a_gap_that_nobody_fills_who_came_later()
    {
        ulong[] people = [.. Enumerable.Range(1, 30).Select(static number => (ulong)number)];
        var sample = Of(people);

        sample.Count(4, -1);
        sample.Count(25, -1);
        Add(sample, 12);

        // 11 was there and made room, so 12 may not take the place: what is kept is everybody up to 10 but the one who was taken out.
        sample.People.ShouldBe(29);
        sample.Kept.Select(static one => one.Person).ShouldBe(people.Take(Most).Where(static one => one != 4));
        Add(sample, 4);
        Bytes(Minus(sample, 12)).ShouldBe(Bytes(Minus(Of(people), 25)));
    }

    [Fact]
    public void Stored_form_is_golden()
    {
        var sample = new PersonSample(2);
        Add(sample, 7, 0.5f, 0);
        Add(sample, 3, 1, 0.25f);

        Convert.ToHexString(Bytes(sample)).ShouldBe("04" + "FFFFFFFFFFFFFFFF" + "02" + "0300000000000000" + "808080FC03" + "808080F403" + "0700000000000000" + "808080F803" + "00");
    }

    [Fact]
    public void Form_with_values_of_traits_is_golden_and_read_again()
    {
        var catalog = Catalog.Compile(Some.Catalog(
            scores: """{ "like_buyers": { "similarTo": "buyers" } }""",
            segments: """{ "buyers": { "when": { "signal": "order_completed", "count": { "atLeast": 1 } } } }""",
            traits: """{ "city": { "type": "string" }, "seats": { "type": "number" } }"""));
        var traits = catalog.Model.Scores[0].Similarity!.Traits;
        var (sample, read, buffer) = (new PersonSample(2), new PersonSample(2), new ArrayBufferWriter<byte>());
        sample.Count(7, 1);
        sample.Keep(new PersonFeatures(7, [0.5f, 0]) { Values = [new TraitValue("city", AttributeValue.Of("Oslo")), new TraitValue("seats", AttributeValue.Of(5.0))] });
        sample.Count(9, 1);
        sample.Keep(new PersonFeatures(9, [1, 0.25f]));
        sample.Write(new ByteWriter(buffer), [.. traits]);

        Convert.ToHexString(buffer.WrittenSpan).ShouldBe(GoldenOfTraits);
        var reader = new ByteReader(Convert.FromHexString(GoldenOfTraits));
        read.Read(ref reader, 2, [.. traits]);

        read.Kept.First().Values.ShouldBe(sample.Kept.First().Values);
        reader.AtEnd.ShouldBeTrue();
    }

    private const string GoldenOfTraits =
        "04" + "FFFFFFFFFFFFFFFF" + "02" + "0700000000000000" + "808080F803" + "00" + "02" + "00" + "01044F736C6F" + "01" + "020000000000001440" + "0900000000000000" + "808080FC03" + "808080F403" + "00";

    private static PersonSample Minus(PersonSample sample, ulong person)
    {
        sample.Count(person, -1);
        return sample;
    }

    private static PersonSample Of(ulong[] people)
    {
        var sample = new PersonSample(Most);
        foreach (var person in people)
        {
            Add(sample, person, person % 7, 0.5f);
        }

        return sample;
    }

    private static void Add(PersonSample sample, ulong person, params float[] relevances)
    {
        if (sample.Count(person, 1))
        {
            sample.Keep(new PersonFeatures(person, relevances.Length == 0 ? [person % 7, 0.5f] : relevances));
        }
    }

    private static byte[] Bytes(PersonSample sample)
    {
        var buffer = new ArrayBufferWriter<byte>();
        sample.Write(new ByteWriter(buffer), []);
        return buffer.WrittenSpan.ToArray();
    }

    private static PersonSample Read(byte[] bytes)
    {
        var sample = new PersonSample(Most);
        var reader = new ByteReader(bytes);
        sample.Read(ref reader, 2, []);
        return sample;
    }
}
