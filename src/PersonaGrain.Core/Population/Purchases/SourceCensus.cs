using PersonaGrain.Binary;
using PersonaGrain.Predictions;
using PersonaGrain.Profiles;
using PersonaGrain.Profiles.Computed.Purchases;
using PersonaGrain.Time;

namespace PersonaGrain.Population.Purchases;

/// <summary>What a census gathers of the purchases of one measure: only what the traits of the catalog ask for.</summary>
public sealed class SourceCensus
{
    /// <summary>Cells of people that are kept before they become coarser.</summary>
    internal const int MostCells = 200_000;

    private readonly PurchaseSource _source;
    private readonly CellCounts<PurchaseCell> _histories = new(MostCells);
    private readonly CellCounts<SpendCell> _spending = new(MostCells);
    private readonly ValueCounts _lastDays = new();
    private readonly ValueCounts _signals = new();
    private readonly ValueCounts _sums = new();
    private readonly ValueCounts _means = new();

    internal SourceCensus(PurchaseSource source) => _source = source;

    /// <summary>The fingerprint of the measure.</summary>
    public ulong Source => _source.Key;

    /// <summary>The models that are asked for.</summary>
    public IReadOnlyCollection<PurchaseModelType> Models => _source.Models;

    /// <summary>Whether what purchases are worth is asked for.</summary>
    public bool UsesSpend => _source.UsesSpend;

    /// <summary>Whether scores of RFM are asked for.</summary>
    public bool UsesRfm => _source.UsesRfm;

    /// <summary>How many people bought.</summary>
    public long People { get; private set; }

    /// <summary>The people's purchases as of an instant.</summary>
    public IEnumerable<PurchaseHistoryCell> Histories(Instant now) =>
        _histories.Cells.Select(cell => cell.Key.AsOf(now.Ticks / TimeSpan.TicksPerDay, _histories.Halvings, cell.Value));

    /// <summary>What their purchases were worth.</summary>
    public IEnumerable<SpendHistoryCell> Spending() =>
        _spending.Cells.Select(cell => new SpendHistoryCell(cell.Key.Purchases, cell.Key.Mean(_spending.Halvings), cell.Value));

    /// <summary>The thresholds of RFM as of an instant; null where nobody bought.</summary>
    public RfmThresholds? Thresholds(Instant now) =>
        (_lastDays.Bins(turned: now.Ticks / TimeSpan.TicksPerDay), _signals.Bins(), _sums.Bins(), _means.Bins()) is ({ } recency, { } frequency, { } sum, { } mean)
            ? new RfmThresholds(recency.Bins, frequency.Bins, sum.Bins, mean.Bins, People, Math.Max(Math.Max(recency.Error, frequency.Error), Math.Max(sum.Error, mean.Error)))
            : null;

    /// <summary>The part of all people who change the score that most people change, where other thresholds take the place of some.</summary>
    public double Moved(RfmThresholds before, RfmThresholds after, Instant now)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return new[]
        {
            _lastDays.Moved(before.Recency, after.Recency, now.Ticks / TimeSpan.TicksPerDay), _signals.Moved(before.Frequency, after.Frequency),
            _sums.Moved(before.Sum, after.Sum), _means.Moved(before.Mean, after.Mean),
        }.Max();
    }

    internal void Add(ProfileState state, int step)
    {
        if (_source.TallyOf(state)?.Record is not { Days: > 0 } record)
        {
            return;
        }

        People += step;
        if (Models.Count > 0)
        {
            _histories.Add(new PurchaseCell(record.Frequency, (int)record.First, (int)record.Last), step);
        }

        if (UsesSpend && record.MeanSpend > 0)
        {
            _spending.Add(SpendCell.Of(record.Valued, record.MeanSpend), step);
        }

        if (UsesRfm)
        {
            _lastDays.Add(record.Last, step);
            _signals.Add(record.Signals, step);
            _sums.Add(record.Monetary(MonetaryValue.Sum), step);
            _means.Add(record.Monetary(MonetaryValue.Mean), step);
        }
    }

    internal void Merge(SourceCensus other)
    {
        People += other.People;
        _histories.Merge(other._histories);
        _spending.Merge(other._spending);
        _lastDays.Merge(other._lastDays);
        _signals.Merge(other._signals);
        _sums.Merge(other._sums);
        _means.Merge(other._means);
    }

    internal void Write(in ByteWriter writer)
    {
        writer.Signed(People);
        _histories.Write(writer);
        _spending.Write(writer);
        _lastDays.Write(writer);
        _signals.Write(writer);
        _sums.Write(writer);
        _means.Write(writer);
    }

    internal void Read(ref ByteReader reader)
    {
        People = reader.Signed();
        _histories.Read(ref reader);
        _spending.Read(ref reader);
        _lastDays.Read(ref reader);
        _signals.Read(ref reader);
        _sums.Read(ref reader);
        _means.Read(ref reader);
    }
}
