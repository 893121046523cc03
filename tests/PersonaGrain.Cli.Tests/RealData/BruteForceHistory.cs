namespace PersonaGrain.Cli.Tests.RealData;

/// <summary>Every flip of every customer, calculated without any code of the product.</summary>
internal sealed class BruteForceHistory
{
    private readonly List<Flip> _flips = [];
    private readonly List<DateTime> _winBacks = [];

    /// <summary>Calculates the history of purchases that come in order of time per customer.</summary>
    public BruteForceHistory(IEnumerable<Purchase> purchases, IReadOnlyCollection<DateTime> asked)
    {
        foreach (var customer in purchases.GroupBy(purchase => purchase.Customer))
        {
            var history = new BruteForceCustomer([.. customer]);
            _flips.AddRange(history.Flips(asked));
            _winBacks.AddRange(history.WinBacks());
        }
    }

    /// <summary>How often a segment was entered and exited up to a time, and who is in it then.</summary>
    public (int Entered, int Exited, HashSet<string> Members) At(string segment, DateTime time)
    {
        var (entered, exited, members) = (0, 0, new HashSet<string>(StringComparer.Ordinal));
        foreach (var flip in _flips.Where(flip => flip.Segment == segment && flip.At <= time))
        {
            if (flip.Entered)
            {
                entered++;
                members.Add(flip.Customer);
            }
            else
            {
                exited++;
                members.Remove(flip.Customer);
            }
        }

        return (entered, exited, members);
    }

    /// <summary>How often nothing was bought for half a year, up to a time.</summary>
    public int WinBacks(DateTime time) => _winBacks.Count(due => due <= time);
}
