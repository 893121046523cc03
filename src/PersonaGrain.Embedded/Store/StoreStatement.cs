using PersonaGrain.Time;
using SQLitePCL;

namespace PersonaGrain.Embedded.Store;

/// <summary>A prepared statement: bind (from 1), step, read columns (from 0), reset.</summary>
internal sealed class StoreStatement(StoreConnection connection, sqlite3_stmt statement) : IDisposable
{
    public StoreStatement Bind(int index, long value)
    {
        Check(raw.sqlite3_bind_int64(statement, index, value));
        return this;
    }

    public StoreStatement Bind(int index, Instant value) => Bind(index, value.Ticks);

    public StoreStatement Bind(int index, string? value)
    {
        Check(value is null ? raw.sqlite3_bind_null(statement, index) : raw.sqlite3_bind_text(statement, index, value));
        return this;
    }

    public StoreStatement Bind(int index, double? value)
    {
        Check(value is { } number ? raw.sqlite3_bind_double(statement, index, number) : raw.sqlite3_bind_null(statement, index));
        return this;
    }

    public StoreStatement Bind(int index, ReadOnlySpan<byte> value)
    {
        Check(raw.sqlite3_bind_blob(statement, index, value));
        return this;
    }

    public StoreStatement BindNull(int index)
    {
        Check(raw.sqlite3_bind_null(statement, index));
        return this;
    }

    /// <summary>Steps to the next row; false at the end, where the statement is ready to be bound again.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(statement);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        var ended = raw.sqlite3_reset(statement);
        return code == raw.SQLITE_DONE ? false : throw connection.Fault(ended == raw.SQLITE_OK ? code : ended);
    }

    /// <summary>Runs a statement without rows.</summary>
    public void Run()
    {
        if (Step())
        {
            Reset();
        }
    }

    /// <summary>Ends a read before its last row.</summary>
    public void Reset() => _ = raw.sqlite3_reset(statement);

    public long Number(int column) => raw.sqlite3_column_int64(statement, column);

    public Instant Instant(int column) => new(Number(column));

    public double? Real(int column) => IsNull(column) ? null : raw.sqlite3_column_double(statement, column);

    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    /// <summary>The bytes of a column; valid until the next step or reset.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(statement, column);

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    /// <inheritdoc />
    public void Dispose() => statement.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw connection.Fault(code);
        }
    }
}
