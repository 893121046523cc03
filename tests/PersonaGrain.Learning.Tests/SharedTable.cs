using System.Globalization;
using PersonaGrain.Testing;

namespace PersonaGrain.Learning.Tests;

/// <summary>A table of the shared data whose fields hold no commas.</summary>
internal sealed class SharedTable
{
    private readonly string[] _names;
    private readonly string[][] _rows;

    public SharedTable(string file)
    {
        var lines = File.ReadAllLines(Repository.SharedData(file)).Select(line => line.Split(',')).ToArray();
        (_names, _rows) = (lines[0], lines[1..]);
    }

    public IReadOnlyList<string> Names => _names;

    public int Count => _rows.Length;

    public string[] Texts(string column) => Array.ConvertAll(_rows, row => row[Array.IndexOf(_names, column)]);

    public double[] Numbers(string column) => Array.ConvertAll(Texts(column), text => double.Parse(text, CultureInfo.InvariantCulture));

    public double[][] Rows(params string[] columns)
    {
        var numbers = Array.ConvertAll(columns, Numbers);
        return [.. Enumerable.Range(0, Count).Select(row => Array.ConvertAll(numbers, column => column[row]))];
    }
}
