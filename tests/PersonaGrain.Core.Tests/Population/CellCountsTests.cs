using System.Buffers;
using PersonaGrain.Binary;
using PersonaGrain.Population.Purchases;
using PersonaGrain.Time;

namespace PersonaGrain.Population;

public sealed class CellCountsTests
{
    [Fact]
    public void Parts_in_any_order_give_the_same_also_where_cells_become_coarser()
    {
        PurchaseCell[] people = [.. Enumerable.Range(0, 3_000).Select(person => Drawn(person))];
        var whole = Count(people);
        var parts = Count(people.Where((_, index) => index % 3 == 0).Reverse());
        parts.Merge(Count(people.Where((_, index) => index % 3 == 1)));
        parts.Merge(Count(people.Where((_, index) => index % 3 == 2)));

        Bytes(parts).ShouldBe(Bytes(whole));
        whole.Halvings.ShouldBeGreaterThan(1);
        whole.Cells.Count().ShouldBeInRange(1, 500);
        whole.Cells.Sum(cell => cell.Value).ShouldBe(people.Length);
        foreach (var (cell, count) in whole.Cells)
        {
            var history = cell.AsOf(740_000, whole.Halvings, count);
            history.Recency.ShouldBeInRange(0, history.Age);
        }
    }

    [Fact]
    public void Value_of_a_range_is_at_most_the_width_away_and_ranges_keep_the_order()
    {
        for (var halvings = 1; halvings < 6; halvings++)
        {
            var last = double.NegativeInfinity;
            foreach (var value in new[] { -5e6, -12.5, -0.003, 0, 1e-7, 0.02, 3, 17.25, 88, 9e9 })
            {
                var cell = new ValueCell(value);
                for (var halving = 0; halving < halvings; halving++)
                {
                    cell = cell.Halved;
                }

                cell.Value.ShouldBe(value, Math.Abs(value) * 0.0006 * (1 << (halvings - 1)));
                cell.Number.ShouldBeGreaterThan(last);
                last = cell.Number;
            }
        }
    }

    private static PurchaseCell Drawn(int person)
    {
        var first = 739_000 + (person * 7919 % 700);
        var frequency = person % 4;
        return new PurchaseCell(frequency, first, frequency == 0 ? first : first + (person % 40));
    }

    private static CellCounts<PurchaseCell> Count(IEnumerable<PurchaseCell> people)
    {
        var counts = new CellCounts<PurchaseCell>(500);
        foreach (var person in people)
        {
            counts.Add(person, 1);
        }

        return counts;
    }

    private static byte[] Bytes(CellCounts<PurchaseCell> counts)
    {
        var buffer = new ArrayBufferWriter<byte>();
        counts.Write(new ByteWriter(buffer));
        return buffer.WrittenSpan.ToArray();
    }
}
