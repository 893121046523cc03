namespace PersonaGrain.Cli.Ingest.Sorting;

/// <summary>Merges sorted sequences into one, reading each once: O(log k) per element.</summary>
internal static class RunMerge
{
    /// <summary>The elements of all runs in order; of equal ones, those of an earlier run first.</summary>
    public static IEnumerable<T> Merge<T>(IReadOnlyList<IEnumerable<T>> runs, IComparer<T> order)
    {
        var heads = new PriorityQueue<IEnumerator<T>, (T Element, int Run)>(new ByElementThenRun<T>(order));
        try
        {
            for (var run = 0; run < runs.Count; run++)
            {
                Push(heads, runs[run].GetEnumerator(), run);
            }

            while (heads.TryDequeue(out var head, out var place))
            {
                yield return place.Element;
                Push(heads, head, place.Run);
            }
        }
        finally
        {
            while (heads.TryDequeue(out var head, out _))
            {
                head.Dispose();
            }
        }
    }

    private static void Push<T>(PriorityQueue<IEnumerator<T>, (T Element, int Run)> heads, IEnumerator<T> head, int run)
    {
        if (head.MoveNext())
        {
            heads.Enqueue(head, (head.Current, run));
        }
        else
        {
            head.Dispose();
        }
    }

    private sealed class ByElementThenRun<T>(IComparer<T> order) : IComparer<(T Element, int Run)>
    {
        public int Compare((T Element, int Run) x, (T Element, int Run) y)
        {
            var elements = order.Compare(x.Element, y.Element);
            return elements != 0 ? elements : x.Run.CompareTo(y.Run);
        }
    }
}
