"""Apache Spark

A table of what outgrows one machine: Spark filters, sorts and counts it, and
sends a page of rows.

A `SparkSource` is declared once, by a name, with the column that tells its rows
apart. It connects to a Spark Connect server, or takes the session that the app
makes. Spark is made for large data, not for quick answers: a page takes it half a
second at least, of however many rows.

The demo is there where `SPARK_REMOTE` leads to a server.
"""

import os

from dash import Dash, html

from components import DataTableAIO, SourceError, SparkSource

REMOTE = os.environ.get("SPARK_REMOTE")

HOW_TO_START = """
docker run -d -p 15002:15002 apache/spark:4.0.1 \\
  /opt/spark/sbin/start-connect-server.sh --wait
export SPARK_REMOTE=sc://localhost:15002
python app.py
"""

ORDERS = """
SELECT id, date_add(DATE '2016-01-01', CAST(id DIV 30000 AS INT)) AS day,
       element_at(array('Brazil', 'France', 'Kenya'), CAST(id % 3 AS INT) + 1) AS country,
       round(5 + 90 * pow(rand(0), 3), 2) AS price
FROM range(100000000)
"""

source = REMOTE and SparkSource("orders-in-spark", remote=REMOTE, query=ORDERS, key="id")


def layout():
    if not source:
        told = "No SPARK_REMOTE is set. To see the demo, start a Spark Connect server:"
        return html.Div([html.P(told), html.Pre(HOW_TO_START, tabIndex="0")], id="how-to-start-spark")
    try:
        return DataTableAIO(source=source, aio_id="spark-orders")
    except SourceError as error:
        return html.P(f"The orders can't be shown. {error}")


if __name__ == "__main__":
    app = Dash()
    app.layout = layout
    app.run()
